/**
 * @file commands.h
 * The sub-commands, one per file of this folder: what main.c lists. Each takes the
 * arguments after "redkite" and returns an exit code of cli.h; each help text is what
 * --help prints.
 */
#ifndef REDKITE_CLI_COMMANDS_H
#define REDKITE_CLI_COMMANDS_H

/** redkite backup */
int cli_backup(int argc, char **argv);
extern const char cli_backup_help[];

/** redkite bench */
int cli_bench(int argc, char **argv);
extern const char cli_bench_help[];

/** redkite check */
int cli_check(int argc, char **argv);
extern const char cli_check_help[];

/** redkite gazetteer */
int cli_gazetteer(int argc, char **argv);
extern const char cli_gazetteer_help[];

/** redkite init */
int cli_init(int argc, char **argv);
extern const char cli_init_help[];

/** redkite ledger */
int cli_ledger(int argc, char **argv);
extern const char cli_ledger_help[];

/** redkite locate */
int cli_locate(int argc, char **argv);
extern const char cli_locate_help[];

/** redkite plan */
int cli_plan(int argc, char **argv);
extern const char cli_plan_help[];

/** redkite purge */
int cli_purge(int argc, char **argv);
extern const char cli_purge_help[];

/** redkite restore */
int cli_restore(int argc, char **argv);
extern const char cli_restore_help[];

/** redkite crisis */
int cli_crisis(int argc, char **argv);
extern const char cli_crisis_help[];

/** redkite demo */
int cli_demo(int argc, char **argv);
extern const char cli_demo_help[];

/** redkite import */
int cli_import(int argc, char **argv);
extern const char cli_import_help[];

/** redkite roster */
int cli_roster(int argc, char **argv);
extern const char cli_roster_help[];

/** redkite site */
int cli_site(int argc, char **argv);
extern const char cli_site_help[];

/** redkite version */
int cli_version(int argc, char **argv);
extern const char cli_version_help[];

/** redkite zone */
int cli_zone(int argc, char **argv);
extern const char cli_zone_help[];

#endif
