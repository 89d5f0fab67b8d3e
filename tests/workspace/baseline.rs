use super::*;

/// A finding as the engine makes it: its fingerprint comes from the rule, the
/// place in the structure and the text, not from the line.
fn finding(rule: &'static str, text: &str, offset: usize) -> Finding {
    let path = "workflows.ios";
    Finding {
        rule: rule.into(),
        category: Category::Publishing,
        severity: Severity::Warning,
        message: format!("`{text}` is not right"),
        help: None,
        url: String::new(),
        path: path.to_owned(),
        span: Span::new(offset, offset + text.len()),
        related: Vec::new(),
        fix: None,
        fingerprint: fingerprint(rule, path, text, 0),
    }
}

#[test]
fn it_survives_moved_lines_and_a_moved_working_directory() {
    let project = Project::repository(&[("app/codemagic.yaml", "")]);
    let cwd = project.dir.path();
    let file = project.at("app/codemagic.yaml");
    let mut written = Baseline::new(cwd, Path::new("baseline.json"));
    written.accept(&file, &[finding("a", "x", 10), finding("b", "y", 20)]);
    written.write().unwrap();
    let bytes = fs::read(project.at("baseline.json")).unwrap();

    let path = Path::new("../baseline.json");
    let read = Baseline::read(&project.at("app"), path).unwrap();
    let mut comparison = read.compare();
    let mut findings = vec![finding("a", "x", 500), finding("a", "new", 10)];
    let hidden = comparison.hide(&file, &mut findings);
    assert_eq!(hidden.len(), 1);
    assert_eq!(findings, [finding("a", "new", 10)]);
    let fixed = comparison.fixed(|_| true);
    let fixed: Vec<_> = fixed.iter().map(|entry| entry.rule.as_str()).collect();
    assert_eq!(fixed, ["b"]);

    read.write().unwrap();
    assert_eq!(fs::read(project.at("baseline.json")).unwrap(), bytes);
}

#[test]
fn it_is_written_whole_or_not_at_all() {
    let project = Project::new(&[("dir/", "")]);
    let write = |path: &str| Baseline::new(project.dir.path(), path.as_ref()).write();
    let message = |path: &str| write(path).unwrap_err().to_string();
    assert_eq!(message("dir"), "`dir` is a directory, expected a file");
    assert_eq!(
        message("none/b.json"),
        "`none/b.json` cannot be written: its directory does not exist"
    );
    assert!(write("b.json").is_ok());
    let left: Vec<_> = fs::read_dir(project.dir.path()).unwrap().collect();
    assert_eq!(left.len(), 2);
}
