//! The binary itself, with configurations that must not serve a school.

use std::{
    error::Error,
    process::{Command, Output},
};

type TestResult = Result<(), Box<dyn Error>>;

/// Runs `homeroom serve` with nothing in its environment but this, in an empty directory, and sees to it
/// that nothing is left there.
fn serve(variables: &[(&str, &str)], file: Option<&str>) -> Result<Output, Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    if let Some(text) = file {
        std::fs::write(directory.path().join(".env"), text)?;
    }
    let before = std::fs::read_dir(directory.path())?.count();
    let output = Command::new(env!("CARGO_BIN_EXE_homeroom"))
        .arg("serve")
        .env_clear()
        .env("HOMEROOM_DATA_DIR", directory.path().join("data"))
        .envs(variables.iter().copied())
        .current_dir(directory.path())
        .output()?;
    assert_eq!(std::fs::read_dir(directory.path())?.count(), before, "nothing was begun");
    Ok(output)
}

#[test]
fn f25_an_empty_environment_is_refused_with_every_reason() -> TestResult {
    let output = serve(&[], None)?;
    let said = String::from_utf8(output.stderr)?;
    assert!(!output.status.success());
    for variable in ["PUBLIC_URL", "JWT_ACCESS_SECRET", "JWT_REFRESH_SECRET", "SMTP_URL"] {
        assert!(said.contains(&format!("{variable} is missing")), "{said}");
    }
    Ok(())
}

#[test]
fn f25_the_secrets_of_an_example_are_refused_and_not_repeated() -> TestResult {
    let file = "PUBLIC_URL=https://school.example\nSMTP_URL=off\n\
        JWT_ACCESS_SECRET=replace_with_strong_random_access_secret\n\
        JWT_REFRESH_SECRET=replace_with_strong_random_refresh_secret\n";
    let output = serve(&[], Some(file))?;
    let said = String::from_utf8(output.stderr)?;
    assert!(!output.status.success());
    assert!(said.contains("JWT_ACCESS_SECRET is the placeholder of an example"), "{said}");
    assert!(!said.contains("strong_random"), "{said}");
    Ok(())
}

#[test]
fn f25_a_file_that_cannot_be_read_is_refused_and_not_repeated() -> TestResult {
    let output = serve(&[("HOMEROOM_ENV", "development")], Some("JWT_ACCESS_SECRET=hunter2 \"unclosed\n"))?;
    let said = String::from_utf8(output.stderr)?;
    assert!(!output.status.success());
    assert!(said.contains(".env") && !said.contains("hunter2"), "{said}");
    Ok(())
}
