//! Chromium, driven through chromedriver.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};

/// A browser without a window. It ends with this value.
pub struct Browser {
    driver: Child,
    agent: ureq::Agent,
    session: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one; `None` where there is none and none is demanded.
    pub fn start() -> Option<Self> {
        let (Some(browser), Some(driver)) = (program("chromium"), program("chromedriver")) else {
            let is_demanded = std::env::var_os("CI").is_some();
            assert!(!is_demanded, "chromium or chromedriver is not installed");
            eprintln!("skipped: chromium or chromedriver is not installed");
            return None;
        };
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines
            .find_map(|line| {
                let line = line.unwrap();
                let (_, rest) = line.split_once("started successfully on port ")?;
                rest.trim_end_matches('.').parse::<u16>().ok()
            })
            .unwrap();
        // It goes on to write, and must not find the pipe closed.
        std::thread::spawn(move || lines.for_each(drop));

        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(2)))
            .build()
            .into();
        let profile = tempfile::tempdir().unwrap();
        let server = format!("http://127.0.0.1:{port}/session");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let answer = send(
            &agent,
            &server,
            &json!({"capabilities": {"alwaysMatch": {
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
                "goog:chromeOptions": {"binary": browser, "args": arguments},
            }}}),
        );
        let id = answer["sessionId"].as_str().unwrap();
        let session = format!("{server}/{id}");
        Some(Self {
            driver,
            agent,
            session,
            _profile: profile,
        })
    }

    /// Takes a screen so wide, on which `light` or `dark` is preferred.
    pub fn screen(&self, width: u32, scheme: &str) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}),
        );
        let scheme = json!({"name": "prefers-color-scheme", "value": scheme});
        self.devtools("Emulation.setEmulatedMedia", &json!({"features": [scheme]}));
    }

    /// Opens a file. What was logged before is forgotten.
    pub fn open(&self, path: &Path) {
        self.send("url", &json!({"url": "about:blank"}));
        self.log("browser");
        self.log("performance");
        self.send("url", &json!({"url": url(path)}));
    }

    /// What the console tells since the page was opened.
    pub fn console(&self) -> Vec<String> {
        let entries = self.log("browser");
        entries.iter().map(Value::to_string).collect()
    }

    /// The addresses that were asked for since the page was opened.
    pub fn requests(&self) -> Vec<String> {
        let message = |entry: &Value| {
            let text = entry["message"].as_str().unwrap();
            serde_json::from_str::<Value>(text).unwrap()["message"].clone()
        };
        let messages = self.log("performance");
        let messages = messages.iter().map(message);
        messages
            .filter(|it| it["method"] == "Network.requestWillBeSent")
            .map(|it| it["params"]["request"]["url"].as_str().unwrap().to_owned())
            .collect()
    }

    /// What a script returns.
    pub fn run(&self, script: &str) -> Value {
        self.send("execute/sync", &json!({"script": script, "args": []}))
    }

    /// What a script gives to the function that is its last argument.
    pub fn run_later(&self, script: &str) -> Value {
        self.send("execute/async", &json!({"script": script, "args": []}))
    }

    /// The whole page as PNG.
    pub fn picture(&self) -> Vec<u8> {
        let parameters = json!({"format": "png", "captureBeyondViewport": true});
        let answer = self.devtools("Page.captureScreenshot", &parameters);
        let data = answer["data"].as_str().unwrap();
        let engine = base64::engine::general_purpose::STANDARD;
        engine.decode(data).unwrap()
    }

    fn devtools(&self, command: &str, parameters: &Value) -> Value {
        let body = json!({"cmd": command, "params": parameters});
        self.send("goog/cdp/execute", &body)
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.send("se/log", &json!({"type": kind}));
        entries.as_array().unwrap().clone()
    }

    fn send(&self, command: &str, body: &Value) -> Value {
        send(&self.agent, &format!("{}/{command}", self.session), body)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends the browser before it answers.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A file's address.
pub fn url(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn send(agent: &ureq::Agent, url: &str, body: &Value) -> Value {
    let request = agent.post(url).header("Content-Type", "application/json");
    let mut answer = request.send(body.to_string()).unwrap();
    let reader = answer.body_mut().with_config().limit(64 << 20);
    let answer: Value = serde_json::from_str(&reader.read_to_string().unwrap()).unwrap();
    assert!(answer["value"]["error"].is_null(), "{answer}");
    answer["value"].clone()
}

fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let mut paths = std::env::split_paths(&folders).map(|folder| folder.join(name));
    paths.find(|path| path.is_file())
}
