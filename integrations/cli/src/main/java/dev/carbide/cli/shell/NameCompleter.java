package dev.carbide.cli.shell;

import dev.carbide.sql.SqlSession;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes names of tables and of their columns, keywords, and the commands of the shell. */
final class NameCompleter implements Completer {
    private static final List<String> KEYWORDS = List.of(
            "all",
            "analyze",
            "and",
            "as",
            "asc",
            "avg",
            "between",
            "by",
            "cache",
            "case",
            "cast",
            "codegen",
            "count",
            "cross",
            "current_date",
            "date",
            "desc",
            "distinct",
            "else",
            "end",
            "exists",
            "explain",
            "extract",
            "false",
            "fetch",
            "first",
            "from",
            "full",
            "group",
            "having",
            "in",
            "inner",
            "interval",
            "is",
            "join",
            "last",
            "lazy",
            "left",
            "like",
            "limit",
            "max",
            "min",
            "not",
            "null",
            "nulls",
            "offset",
            "on",
            "options",
            "or",
            "order",
            "outer",
            "right",
            "select",
            "show",
            "substring",
            "sum",
            "table",
            "then",
            "timestamp",
            "true",
            "uncache",
            "union",
            "using",
            "values",
            "when",
            "where",
            "with");

    private final SqlSession session;

    NameCompleter(SqlSession session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String prefix = line.word().substring(0, line.wordCursor());
        suggest(prefix, line.line(), name -> candidates.add(new Candidate(name)));
    }

    /** All that can stand where {@code prefix} stands in {@code text}. */
    void suggest(String prefix, String text, Consumer<String> names) {
        String wanted = prefix.toLowerCase(Locale.ROOT);
        TreeSet<String> found = new TreeSet<>();
        if (StatementEnd.isCommand(text)) {
            ShellCommands.NAMES.forEach(found::add);
            found.addAll(session.tableNames());
        } else {
            found.addAll(KEYWORDS);
            for (String table : session.tableNames()) {
                found.add(table);
                session.table(table)
                        .ifPresent(known -> known.schema().fields().forEach(field -> found.add(field.name())));
            }
        }
        found.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(wanted))
                .forEach(names);
    }
}
