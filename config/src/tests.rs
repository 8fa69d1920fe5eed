use super::*;
use std::path::PathBuf;

fn with(file: Option<&str>, environment: &[(&str, &str)]) -> Result<Settings, LoadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("routewatch.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    let environment =
        environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    load(&Sources { file: file.map(|_| path), environment })
}

#[test]
fn the_shipped_file_loads_and_changes_nothing() {
    let shipped = with(Some(SHIPPED), &[]).unwrap();
    let plain = with(None, &[]).unwrap();
    assert_eq!(
        serde_json::to_value(shipped).unwrap(),
        serde_json::to_value(plain).unwrap(),
        "the shipped file shows the defaults"
    );
}

/// Every leaf of the settings, as (section, key).
fn leaves(prefix: &str, value: &serde_json::Value, into: &mut Vec<(String, String)>) {
    let Some(fields) = value.as_object() else { return };
    for (key, inner) in fields {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if inner.is_object() && !inner.as_object().is_some_and(serde_json::Map::is_empty) {
            leaves(&path, inner, into);
        } else {
            into.push((prefix.to_owned(), key.clone()));
        }
    }
}

#[test]
fn every_setting_is_in_the_shipped_file() {
    let mut all = Vec::new();
    leaves("", &serde_json::to_value(Settings::default()).unwrap(), &mut all);
    let mut section = String::new();
    let mut shown = std::collections::BTreeSet::new();
    for line in SHIPPED.lines() {
        let line = line.trim_start_matches(['#', ' ']);
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.split(']').next()) {
            name.clone_into(&mut section);
            shown.insert(section.clone());
        } else if let Some((key, _)) = line.split_once(" = ") {
            shown.insert(format!("{section}.{key}").trim_start_matches('.').to_owned());
        }
    }
    let missing: Vec<_> = all
        .iter()
        .map(|(section, key)| format!("{section}.{key}").trim_start_matches('.').to_owned())
        .filter(|path| !shown.iter().any(|s| s == path || s.starts_with(&format!("{path}."))))
        .collect();
    assert!(missing.is_empty(), "add to config/shipped/routewatch.toml: {missing:?}");
}

#[test]
fn the_environment_has_the_last_word() {
    let settings = with(
        Some("[store]\nconnections = 3\n"),
        &[
            ("ROUTEWATCH_STORE__CONNECTIONS", "9"),
            ("ROUTEWATCH_STORE__URL", "postgres://db.example/routewatch"),
            ("ROUTEWATCH_DATA_DIR", "/srv/routewatch"),
            ("ROUTEWATCH_CONFIG", "ignored"),
            ("HOME", "/root"),
        ],
    )
    .unwrap();
    assert_eq!(settings.store.connections, 9);
    assert_eq!(settings.store_url(), "postgres://db.example/routewatch");
    assert_eq!(settings.data_dir, PathBuf::from("/srv/routewatch"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let check = |file: Option<&str>, environment: &[(&str, &str)], part: &str| {
        let error = with(file, environment).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    };
    check(Some("[store]\nconections = 3\n"), &[], "conections");
    check(Some("[store\n"), &[], "not understood");
    check(Some("[store]\nconnections = \"many\"\n"), &[], "routewatch.toml");
    check(None, &[("ROUTEWATCH_STORE__CONNECTIONS", "many")], "ROUTEWATCH_STORE__CONNECTIONS");
    let nowhere = Sources { file: Some(PathBuf::from("/nowhere.toml")), environment: vec![] };
    assert!(load(&nowhere).unwrap_err().to_string().contains("routewatch init"));
}

#[test]
fn secrets_are_not_shown() {
    let text = "[notifier.smtp]\nhost = \"mail.example\"\npassword = \"hunter2\"\n";
    let settings = with(Some(text), &[]).unwrap();
    assert!(!format!("{settings:?}").contains("hunter2"));
    assert!(!serde_json::to_string(&settings).unwrap().contains("hunter2"));
}
