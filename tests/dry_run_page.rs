//! The page of a dry run in a real browser.
//!
//! Chromium is driven through chromedriver. Where one of them is missing the tests are
//! skipped with a notice, but on continuous integration they fail. With
//! `DRY_RUN_SCREENSHOTS=FOLDER` pictures of all pages are kept there.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod browser;
mod dry_run_sample;

use std::path::Path;

use codemagic_lint::publish::report::html;
use serde_json::json;

use browser::Browser;
use dry_run_sample::{HOSTILE, Sample, failure, success, time_out, told_in};

/// Width of a small telephone, and of a window.
const WIDTHS: [u32; 2] = [360, 1280];

fn samples() -> [(&'static str, Sample); 4] {
    [
        ("success", success()),
        ("failure", failure()),
        ("time-out", time_out()),
        ("hostile", told_in(HOSTILE)),
    ]
}

#[test]
fn every_page_is_readable_on_every_screen() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, sample) in samples() {
        let path = folder.path().join(format!("{name}.html"));
        std::fs::write(&path, html(&sample.run())).unwrap();
        for scheme in ["light", "dark"] {
            for width in WIDTHS {
                let about = format!("{name}, {scheme}, {width} pixels");
                browser.screen(width, scheme);
                browser.open(&path);
                asks_for_nothing(&browser, &path, &about);
                fits(&browser, width, &about);
                contrasts(&browser, scheme, &about);
                has_structure(&browser, &about);
                picture(&browser, &format!("{name}-{scheme}-{width}.png"));
            }
        }
    }
}

fn asks_for_nothing(browser: &Browser, path: &Path, about: &str) {
    let complaints = browser.console();
    assert!(complaints.is_empty(), "{about}: {complaints:?}");
    let requests = browser.requests();
    let is_foreign = |url: &&String| !url.starts_with("data:");
    let foreign: Vec<_> = requests.iter().filter(is_foreign).collect();
    assert_eq!(foreign, [&browser::url(path)], "{about}");
}

fn fits(browser: &Browser, width: u32, about: &str) {
    let wide = browser.run(
        "const width = document.documentElement.clientWidth;
         const wide = [...document.querySelectorAll('body *')]
           .filter(it => it.getBoundingClientRect().right > width + 0.5 && !it.closest('.unseen'))
           .map(it => it.outerHTML.slice(0, 80));
         return {width, scroll: document.documentElement.scrollWidth, wide};",
    );
    assert_eq!(
        wide,
        json!({"width": width, "scroll": width, "wide": []}),
        "{about}"
    );
}

/// Texts that differ too little from what is behind them, by the formula of WCAG 2.
const CONTRAST: &str = "
    const parse = color => color.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map(it => {
        it /= 255;
        return it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = element => {
      for (let it = element; it; it = it.parentElement) {
        const color = parse(getComputedStyle(it).backgroundColor);
        if (color.length === 3 || color[3] === 1) return color;
        if (color[3] > 0) throw new Error('half transparent: ' + it.outerHTML.slice(0, 80));
      }
      throw new Error('no background');
    };
    const faint = [];
    let seen = 0;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || element.closest('.unseen')) continue;
      seen += 1;
      const style = getComputedStyle(element);
      const color = parse(element.closest('svg') ? style.fill : style.color);
      const [dark, light] = [luminance(color), luminance(behind(element))].sort((a, b) => a - b);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < 4.5) faint.push([texts.currentNode.data.slice(0, 40), contrast]);
    }
    return {faint, seen, paper: luminance(behind(document.body))};
";

fn contrasts(browser: &Browser, scheme: &str, about: &str) {
    let found = browser.run(CONTRAST);
    assert_eq!(found["faint"], json!([]), "{about}");
    assert!(found["seen"].as_u64() > Some(40), "{about}: {found}");
    let is_light = found["paper"].as_f64() > Some(0.5);
    assert_eq!(is_light, scheme == "light", "{about}");
}

fn has_structure(browser: &Browser, about: &str) {
    let found = browser.run(
        "const count = selector => document.querySelectorAll(selector).length;
         const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(it => +it.tagName[1]);
         return {
           lang: document.documentElement.lang,
           title: document.title.length > 10,
           landmarks: [count('body > header'), count('body > main'), count('body > footer')],
           titles: count('h1'),
           jumps: levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1),
           unnamed: count('svg:not([aria-hidden]):not([role=img][aria-label])')
             + count('section:not([aria-labelledby])'),
           broken: [...document.querySelectorAll('a[href^=\"#\"], [aria-labelledby]')]
             .map(it => it.getAttribute('aria-labelledby') ?? it.hash.slice(1))
             .filter(id => !document.getElementById(id)),
           scripts: document.scripts.length,
           drawn: count('svg[role=img]') === count('.step'),
         };",
    );
    let expected = json!({
        "lang": "en", "title": true, "landmarks": [1, 1, 1], "titles": 1, "jumps": [],
        "unnamed": 0, "broken": [], "scripts": 0, "drawn": true,
    });
    assert_eq!(found, expected, "{about}");
}

fn picture(browser: &Browser, name: &str) {
    let picture = browser.picture();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 10_000);
    if let Some(folder) = std::env::var_os("DRY_RUN_SCREENSHOTS") {
        std::fs::write(Path::new(&folder).join(name), picture).unwrap();
    }
}

#[test]
fn the_page_may_load_nothing() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    std::fs::write(&path, html(&success().run())).unwrap();
    browser.open(&path);
    let refused = browser.run_later(
        "const done = arguments[arguments.length - 1];
         const refused = [];
         document.addEventListener('securitypolicyviolation', event => {
           refused.push(event.effectiveDirective);
           if (refused.length === 3) done(refused.sort());
         });
         const image = new Image();
         image.src = 'http://127.0.0.1:9/image.png';
         const script = document.createElement('script');
         script.textContent = 'document.title = \"changed\"';
         document.body.append(script);
         document.body.setAttribute('style', 'color: red');",
    );
    assert_eq!(
        refused,
        json!(["img-src", "script-src-elem", "style-src-attr"])
    );
    assert_ne!(browser.run("return document.title"), json!("changed"));
}
