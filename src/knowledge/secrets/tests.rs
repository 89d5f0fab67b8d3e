//! What is a secret by its form, and what is none.

use super::find;

fn what(text: &str) -> Option<&'static str> {
    find(text).first().map(|(_, form)| form.what)
}

/// Put together here, lest others take them for real.
fn samples() -> Vec<(&'static str, String)> {
    let letters = "aZ3kQ9wTm2LxVb7NsHdRfYc4Gj8PuE5iOo6Kt1Bv";
    let hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let long = letters.repeat(30);
    vec![
        ("a GitHub token", format!("ghp_{}", &letters[..36])),
        (
            "a GitHub token",
            format!("github_pat_{}_{}", &letters[..22], &long[..59]),
        ),
        ("a GitLab token", format!("glpat-{}", &letters[..20])),
        (
            "a Slack token",
            format!("xoxb-2468013579-{}", &letters[..24]),
        ),
        (
            "a Slack webhook",
            format!(
                "https://hooks.slack.com/services/T0{}/B0{}/{}",
                &hex[..8].to_uppercase(),
                &hex[8..16].to_uppercase(),
                &letters[..24]
            ),
        ),
        (
            "a Discord webhook",
            format!(
                "https://discord.com/api/webhooks/987654321098765432/{}",
                &long[..68]
            ),
        ),
        (
            "a Telegram bot's token",
            format!("987654321:AA{}", &letters[..33]),
        ),
        ("an AWS access key", "AKIAQ3EGRT7PLUV5MZ2N".to_owned()),
        ("a Google API key", format!("AIza{}", &letters[..35])),
        (
            "a Google client secret",
            format!("GOCSPX-{}", &letters[..28]),
        ),
        ("a Google refresh token", format!("1//0{}", &long[..60])),
        (
            "a service account's key",
            format!("ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudC{}", &long[..1100]),
        ),
        (
            "a JSON Web Token",
            format!(
                "eyJ{}.eyJ{}.{}",
                &letters[..30],
                &letters[..40],
                &letters[..40]
            ),
        ),
        (
            "a Microsoft client secret",
            format!("abc8Q~{}", &letters[..34]),
        ),
        ("a Stripe key", format!("sk_live_{}", &letters[..24])),
        ("an npm token", format!("npm_{}", &letters[..36])),
        (
            "a PyPI token",
            format!("pypi-AgEIcHlwaS5vcmc{}", &long[..80]),
        ),
        (
            "a Sentry token",
            format!("sntrys_{}_{}", &long[..80], &letters[..30]),
        ),
        ("a Sentry token", format!("sntryu_{hex}")),
        (
            "a SendGrid key",
            format!("SG.{}.{}", &letters[..22], &long[..43]),
        ),
        ("an OpenAI key", format!("sk-proj-{}", &long[..100])),
        ("an Anthropic key", format!("sk-ant-api03-{}", &long[..90])),
        ("a Hugging Face token", format!("hf_{}", &letters[..34])),
        ("a DigitalOcean token", format!("dop_v1_{hex}")),
        ("a Supabase token", format!("sbp_{}", &hex[..40])),
        (
            "a Supabase secret key",
            format!("sb_secret_{}", &letters[..30]),
        ),
        (
            "a URL with a password",
            "https://ci:Xq7wpRt2@git.mail.test/app.git".to_owned(),
        ),
    ]
}

#[test]
fn every_form_is_known_alone_and_in_other_text() {
    for (form, text) in samples() {
        assert_eq!(what(&text), Some(form), "{text}");
        let inside = format!("Authorization: Bearer {text}\n\"next\"");
        let (range, _) = find(&inside).remove(0);
        assert!(
            inside[range.clone()].len() > 8 && text.contains(&inside[range]),
            "{text}"
        );
    }
    for form in super::FORMS {
        assert!(
            samples().iter().any(|(what, _)| *what == form.what),
            "{}",
            form.what
        );
    }
}

#[test]
fn what_is_too_short_or_too_long_or_glued_is_none() {
    for (form, text) in samples() {
        if form == "a URL with a password" {
            continue;
        }
        assert_eq!(what(&text[..text.len() / 3]), None, "{text}");
        let glued = format!("x{text}");
        let is_inside = glued.contains("://") || [":AA", "Q~"].iter().any(|it| text.contains(it));
        assert!(is_inside || what(&glued).is_none(), "{text}");
    }
    let letters = "aZ3kQ9wTm2LxVb7NsHdRfYc4Gj8PuE5iOo6Kt1Bv";
    for text in [
        format!("AIza{}", &letters[..36]),
        format!("npm_{}", &letters[..37]),
        "AKIAQ3EGRT7PLUV5MZ2NX".to_owned(),
        format!("1987654321098:AA{}", &letters[..33]),
        format!("cccc8Q~{}", &letters[..34]),
        format!("abcdQ~{}", &letters[..34]),
        format!(
            "hooks.slack.com/services/X012345678/B012345678/{}",
            &letters[..24]
        ),
        format!("hooks.slack.com/services/T09AF2345/B0/{}", &letters[..24]),
        format!(
            "hooks.slack.com/services/T09AF2345/B09AF2345/{}",
            &letters[..15]
        ),
        format!("xoxb-{}", &letters[..30]),
    ] {
        assert_eq!(what(&text), None, "{text}");
    }
}

#[test]
fn samples_and_what_is_public_are_none() {
    for text in [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_aaaaaaaaaaaabbbbbbbbbbbbcccccccccccc",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "https://user:password@git.mail.test/app.git",
        "https://user:$TOKEN@git.mail.test/app.git",
        "https://$USER:${TOKEN}@git.mail.test/app.git",
        "https://user:short@git.mail.test/app.git",
        "https://git.mail.test/a:b@c",
        "https://git.mail.test",
        "postgres://postgres:postgres@localhost:5432/app",
        // Supabase's key for anonymous users: `{"alg":"HS256"}`, `{"role":"anon"}`.
        "eyJhbGciOiJIUzI1NiJ9.eyJyZWYiOiJhYmMiLCJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJlIG9mIGl0IGFsbA",
        "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9AAAA.c2lnbmF0dXJlIG9mIGl0IGFsbA",
        "",
        "://@",
        "://é:éééééé@",
    ] {
        assert!(find(text).is_empty() || text.contains('é'), "{text}");
    }
}

#[test]
fn long_runs_take_no_time_and_no_panic() {
    for part in [
        "eyJ.",
        "-eyJ",
        "glpat-",
        "://a:",
        "Q~",
        ":AA",
        "=ewogICAgInR5cGUiOiAic2VydmljZV9hY2NvdW50I",
    ] {
        let _ = find(&part.repeat(4000));
    }
}
