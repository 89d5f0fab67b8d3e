//! What Magic Actions are asked to do.

use codemagic_lint::app_store_connect::ReleaseType;
use codemagic_lint::publish::plan::{Origin, VariableOrigin};

use super::*;

#[test]
fn literals_have_their_places() {
    let text = workflow(
        "auth: integration
submit_to_testflight: true
expire_build_submitted_for_review: true
beta_groups:
  - Friends
  - 'The press'
submit_to_app_store: true
cancel_previous_submissions: false
release_type: SCHEDULED
earliest_release_date: '2027-01-31T14:00:00+00:00'
copyright: 2026 Example Ltd
phased_release: false
",
        "",
    );
    let options = plan(&text).options;
    let at = |place: &Option<std::ops::Range<usize>>| text[place.clone().unwrap()].to_owned();
    assert!(options.is_for_testflight() && options.is_for_app_store());
    assert!(options.expires_build_in_review() && !options.cancels_submissions());
    let groups: Vec<_> = options
        .beta_groups
        .iter()
        .map(|it| (&*it.value, at(&it.place)))
        .collect();
    assert_eq!(
        groups,
        [
            ("Friends", "Friends".to_owned()),
            ("The press", "'The press'".to_owned())
        ]
    );
    let release = options.release_type.unwrap();
    assert_eq!(
        (release.value, at(&release.place)),
        (ReleaseType::Scheduled, "SCHEDULED".into())
    );
    assert_eq!(
        options.earliest_release_date.unwrap().value,
        "2027-01-31T14:00:00+00:00"
    );
    assert_eq!(options.copyright.unwrap().origin, Origin::Configuration);
    assert!(!options.phased_release.unwrap().value);
}

#[test]
fn absent_options_stay_absent() {
    let options = plan(&workflow("auth: integration\n", "")).options;
    assert!(options.submit_to_testflight.is_none() && options.phased_release.is_none());
    assert!(options.release_type.is_none() && !options.is_for_testflight());
}

#[test]
fn switches_are_filled_in_from_wherever_they_come() {
    let env = "environment:\n  vars:\n    YES: 'True'\n    ALSO: $YES\n    ROUND: $ROUND\n    NO: false\n";
    let inputs = "inputs:\n  go:\n    description: Go?\n    type: boolean\n    default: true\n";
    let cases = [
        ("$YES", env, Some(true)),
        ("${ALSO}", env, Some(true)),
        ("$NO", env, Some(false)),
        ("$FILE", "", Some(false)),
        ("$PROCESS", "", Some(true)),
        ("${{ inputs.go }}", inputs, Some(true)),
        // Unknown: taken for on, and said.
        ("$ROUND", env, Some(true)),
        ("$NOBODY", "", Some(true)),
        ("$WORD", "", None),
    ];
    let given = Given {
        env_file: "FILE=false\nWORD=perhaps\nYES=false\n",
        environment: &[("PROCESS", "TRUE"), ("FILE", "true")],
        ..Given::default()
    };
    for (value, more, expected) in cases {
        let text = workflow(
            &format!("auth: integration\nsubmit_to_testflight: {value}\n"),
            more,
        );
        let plan = plan_of(&text, &given);
        let found = plan.options.submit_to_testflight.map(|it| it.value);
        assert_eq!(found, expected, "{value}");
    }
}

#[test]
fn origins_name_the_variable_and_where_it_is_from() {
    let env = "environment:\n  vars: {OWN: 2026 Own}\n  groups: [g]\n";
    let given = Given {
        env_file: "FILE=2026 File\n",
        environment: &[("PROCESS", "2026 Process")],
        ..Given::default()
    };
    let of = |value: &str| {
        let text = workflow(
            &format!("auth: integration\nsubmit_to_app_store: true\ncopyright: {value}\n"),
            env,
        );
        let plan = plan_of(&text, &given);
        let table = plan.variables.first().cloned();
        (plan.options.copyright, table)
    };
    let variable = |name: &str, origin| Origin::Variable(name.to_owned(), origin);
    let (found, table) = of("$OWN");
    assert_eq!(found.unwrap().origin, variable("OWN", VariableOrigin::Vars));
    assert_eq!(table.unwrap().shown.as_deref(), Some("2026 Own"));
    let (found, _) = of("$FILE");
    let origin = VariableOrigin::EnvFile(".env".into());
    assert_eq!(found.unwrap().origin, variable("FILE", origin));
    let (found, _) = of("$PROCESS");
    assert_eq!(
        found.unwrap().origin,
        variable("PROCESS", VariableOrigin::Process)
    );
    let (found, _) = of("$OWN & Sons");
    let found = found.unwrap();
    assert_eq!(
        (&*found.value, found.origin),
        ("2026 Own & Sons", Origin::Configuration)
    );
    let (found, table) = of("$ELSE");
    assert!(found.is_none());
    assert_eq!(
        table.unwrap().origin,
        VariableOrigin::Group(Some("g".into()))
    );
}

#[test]
fn what_the_client_refuses_is_fatal() {
    let on = "auth: integration\nsubmit_to_app_store: true\n";
    let date = |value: &str| format!("{on}earliest_release_date: {value}\n");
    let cases = [
        (
            format!("{on}release_type: manual\n"),
            "fatal: `release_type` is `manual`, which is none; the client refuses it @ manual",
        ),
        (
            format!("{on}release_type: $TYPE\n"),
            "fatal: `release_type` is `$TYPE`, which is none; the client refuses it @ $TYPE",
        ),
        (
            date("'2027-01-31'"),
            "fatal: `earliest_release_date` `2027-01-31` is no timestamp; the client refuses it @ '2027-01-31'",
        ),
        (
            date("'2027-01-31T14:00:00'"),
            "fatal: `earliest_release_date` `2027-01-31T14:00:00` has no time zone; the client refuses it @ '2027-01-31T14:00:00'",
        ),
        (
            date("'2026-11-20T12:00:00Z'"),
            "fatal: `earliest_release_date` `2026-11-20T12:00:00Z` lies in the past; the client refuses it @ '2026-11-20T12:00:00Z'",
        ),
        (
            date("'2027-01-31T14:30:00Z'"),
            "fatal: `earliest_release_date` `2027-01-31T14:30:00Z` is not a full hour; the client refuses it @ '2027-01-31T14:30:00Z'",
        ),
        (
            date("$DATE"),
            "fatal: `earliest_release_date` `$DATE` is no timestamp; the client refuses it @ $DATE",
        ),
    ];
    for (section, expected) in cases {
        assert_eq!(remark(&section, ""), expected);
    }
}

#[test]
fn what_does_nothing_or_is_left_out_is_said() {
    let on = "auth: integration\nsubmit_to_app_store: true\n";
    let cases = [
        (
            "auth: integration\nexpire_build_submitted_for_review: true\n".to_owned(),
            "`expire_build_submitted_for_review` does nothing without `submit_to_testflight: true` @ true",
        ),
        (
            "auth: integration\nphased_release: false\n".to_owned(),
            "`phased_release` does nothing without `submit_to_app_store: true` @ false",
        ),
        (
            format!("{on}copyright: 2026\n"),
            "`copyright` is no text and is left out @ 2026",
        ),
        (
            format!("{on}copyright: $NOBODY\n"),
            "`copyright` is `$NOBODY`, which nothing sets; it is left out @ $NOBODY",
        ),
        (
            format!("{on}copyright: $API_TOKEN\n"),
            "`copyright` holds a secret and is left out @ $API_TOKEN",
        ),
        (
            format!("{on}phased_release: $CM_BRANCH\n"),
            "`phased_release` is `$CM_BRANCH`, which only a build has; it is taken as `true` @ $CM_BRANCH",
        ),
        (
            format!("{on}phased_release: sometimes\n"),
            "`phased_release` is neither `true` nor `false` and is left out @ sometimes",
        ),
        (
            format!("{on}beta_groups: [7]\n"),
            "an item of `beta_groups` is no name and is left out @ 7",
        ),
    ];
    for (section, expected) in cases {
        assert_eq!(remark(&section, ""), expected);
    }
}

#[test]
fn variables_that_double_each_other_cost_nothing() {
    let mut env = String::from("environment:\n  vars:\n    A0: ''\n    B0: xxxxxxxxxx\n");
    for level in 1..12 {
        let below = level - 1;
        env += &format!("    A{level}: {}\n", format!("$A{below}").repeat(50));
        env += &format!("    B{level}: {}\n", format!("$B{below}").repeat(50));
    }
    for name in ["A7", "B7", "A11", "B11"] {
        let section = format!("auth: integration\nsubmit_to_app_store: true\ncopyright: ${name}\n");
        let text = workflow(&section, &env);
        let started = std::time::Instant::now();
        let plan = plan(&text);
        assert!(plan.options.copyright.is_none(), "{name}");
        assert!(started.elapsed().as_secs() < 5, "{name}");
    }
}

#[test]
fn refused_arguments_have_the_line_of_the_log() {
    let section = "auth: integration\nsubmit_to_app_store: true\nrelease_type: manual\nearliest_release_date: 2026-01-01T00:00:00Z\n";
    let logs = |section: &str| {
        let refused = plan(&workflow(section, "")).options.refused;
        let logs = refused.into_iter().map(|cause| cause.log.unwrap());
        logs.collect::<Vec<_>>()
    };
    let error = "app-store-connect publish: error: argument";
    assert_eq!(
        logs(section),
        [
            format!("{error} --release-type: invalid release type value: 'manual'"),
            format!(
                "{error} --earliest-release-date: Provided value \"2026-01-01T00:00:00Z\" is not valid, date cannot be in the past"
            ),
        ]
    );
    // Without a submission the client is told of neither.
    let inert = section.replace("submit_to_app_store: true", "submit_to_app_store: false");
    assert!(logs(&inert).is_empty());
}

#[test]
fn what_is_left_out_is_counted_and_inputs_are_no_variables() {
    let section = "auth: integration\nbeta_groups: ['$NOBODY', External, '${{ inputs.group }}']\ncopyright: $NOBODY\n";
    let more = "inputs:\n  group:\n    type: string\n";
    let found = plan(&workflow(section, more));
    assert_eq!(found.options.left_out, 3);
    assert_eq!(found.options.beta_groups.len(), 1);
    let helps = found
        .remarks
        .iter()
        .filter(|it| it.message.ends_with("left out"));
    let helps: Vec<&str> = helps.map(|it| it.help.as_deref().unwrap()).collect();
    assert_eq!(helps.len(), 3, "{:?}", found.remarks);
    assert_eq!(
        helps.iter().filter(|it| it.contains("--env-file")).count(),
        2
    );
    assert_eq!(helps.iter().filter(|it| it.contains("default")).count(), 1);
}
