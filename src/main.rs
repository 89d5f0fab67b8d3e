//! The command line of `codemagic-lint`: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    codemagic_lint::cli::run(std::env::args_os())
}
