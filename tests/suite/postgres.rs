//! Databases for a test: always SQLite, and PostgreSQL where `tests/run` has started one.

use sqlx::Connection;

/// Addresses of the databases that a test runs on: none for SQLite in the house's own folder.
pub(crate) async fn databases(test: &str) -> Vec<Option<String>> {
    let mut all = vec![None];
    match std::env::var("ROUTEWATCH_TEST_POSTGRES") {
        Ok(server) => all.push(Some(fresh(&server, test).await)),
        Err(_) => println!("skipped: ROUTEWATCH_TEST_POSTGRES is not set (tests/run sets it)"),
    }
    all
}

/// A new, empty database on that server.
async fn fresh(server: &str, test: &str) -> String {
    let name = format!("suite_{test}_{}", std::process::id());
    let mut connection = sqlx::PgConnection::connect(server).await.expect("PostgreSQL answers");
    // The name is made of this file's own words.
    let sql = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::raw_sql(sql).execute(&mut connection).await.expect("a database can be created");
    let (base, _) = server.rsplit_once('/').expect("the address names a database");
    format!("{base}/{name}")
}
