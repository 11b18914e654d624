package dev.carbide.cli.shell;

import dev.carbide.cli.NamedPath;
import dev.carbide.cli.OpenSession;
import dev.carbide.cli.output.ResultFormat;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.Field;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The commands that begin with a dot, and the settings they change. */
final class ShellCommands {
    static final List<String> NAMES =
            List.of(".columns", ".exit", ".format", ".help", ".open", ".quit", ".tables", ".timing");

    private static final String HELP = """
        A statement ends with a semicolon and may take several lines. A quoted path stands for a table:
          select count(*) from 'data/lineitem.parquet';
        explain …;  explain analyze …;  explain codegen …;   plan, cost of each operator, generated source
        cache [lazy] table NAME;  uncache table NAME;  show cache;   tables kept in memory
        .open NAME=PATH    makes a file, directory or glob a table of that name
        .tables            names of the tables
        .columns NAME      columns of a table
        .format FORMAT     how results are printed: table, csv, tsv, json
        .timing on|off     whether the time of each statement is told
        .quit              or Ctrl-D. Ctrl-C gives up a text, or cancels the query that runs.
        """;

    private final OpenSession open;
    private final Appendable out;
    private ResultFormat format;
    private boolean timing = true;

    ShellCommands(OpenSession open, ResultFormat format, Appendable out) {
        this.open = open;
        this.format = format;
        this.out = out;
    }

    ResultFormat format() {
        return format;
    }

    boolean timing() {
        return timing;
    }

    /** @return whether the shell goes on */
    boolean run(String text) throws IOException {
        String[] words = text.strip().replaceFirst(";$", "").split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case ".quit", ".exit" -> {
                return false;
            }
            case ".help" -> out.append(HELP);
            case ".tables" -> out.append(lines(open.session().tableNames()));
            case ".columns" -> out.append(columns(argument));
            case ".open" -> open(argument);
            case ".format" -> format = format(argument);
            case ".timing" -> timing = isOn(argument);
            default -> throw new CarbideException("There is no command " + words[0] + ", .help lists them");
        }
        return true;
    }

    private String columns(String table) {
        return open.session()
                .table(table)
                .map(known -> lines(
                        known.schema().fields().stream().map(Field::toString).toList()))
                .orElseThrow(() -> new CarbideException("There is no table '" + table + "', .tables lists them"));
    }

    private void open(String argument) {
        try {
            NamedPath table = NamedPath.parse(argument);
            open.register(table.name(), table.path());
        } catch (IllegalArgumentException e) {
            throw new CarbideException(e.getMessage(), e);
        }
    }

    private static ResultFormat format(String name) {
        return Arrays.stream(ResultFormat.values())
                .filter(known -> known.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CarbideException(
                        "A format is one of " + Arrays.toString(ResultFormat.values()) + ", got '" + name + "'"));
    }

    private static boolean isOn(String argument) {
        return switch (argument.toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new CarbideException(".timing is on or off, got '" + argument + "'");
        };
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
