package dev.carbide.sql.plan;

import dev.carbide.offheap.type.Field;
import dev.carbide.sql.SqlException;
import dev.carbide.sql.catalog.QueryCatalog;
import dev.carbide.sql.catalog.SqlFunctions;
import dev.carbide.sql.parse.Problems;
import dev.carbide.sql.parse.Similar;
import dev.carbide.sql.parse.SqlText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;

/** Explains names that do not resolve, with the name that was probably meant. */
final class NameProblems {
    private static final int MAX_LISTED = 10;

    private final SqlText source;
    private final QueryCatalog catalog;

    NameProblems(SqlText source, QueryCatalog catalog) {
        this.source = source;
        this.catalog = catalog;
    }

    SqlException explain(CalciteContextException error) {
        String message = Problems.text(Problems.cause(error));
        String problem = table(message)
                .or(() -> column(message))
                .or(() -> function(message))
                .orElse(message);
        return source.error(Problems.offset(source, error), problem, error);
    }

    private Optional<String> table(String message) {
        if (!message.startsWith("object '")) {
            return Optional.empty();
        }
        String name = quoted(message);
        Set<String> unknown = catalog.unknown();
        if (!unknown.contains(name)) {
            return Optional.empty();
        }
        List<String> known = catalog.known();
        String suggestion = Similar.suggestion(name, known);
        String listed = suggestion.isEmpty() && !known.isEmpty() && known.size() <= MAX_LISTED
                ? "; known are " + String.join(", ", known)
                : suggestion;
        return Optional.of("there is no table " + name + listed);
    }

    private Optional<String> column(String message) {
        if (!message.startsWith("column '") || !message.contains("' not found in ")) {
            return Optional.empty();
        }
        String name = quoted(message);
        String table = message.contains("not found in table '") ? " in " + lastQuoted(message) : "";
        Set<String> known = new LinkedHashSet<>();
        catalog.used()
                .forEach(entry -> entry.table().schema().fields().stream()
                        .map(Field::name)
                        .forEach(known::add));
        return Optional.of("there is no column " + name + table + Similar.suggestion(name, known));
    }

    private static Optional<String> function(String message) {
        String prefix = "no match found for function signature ";
        if (!message.startsWith(prefix)) {
            return Optional.empty();
        }
        String signature = message.substring(prefix.length());
        int parenthesis = signature.indexOf('(');
        String name = parenthesis < 0 ? signature : signature.substring(0, parenthesis);
        Set<String> known = new LinkedHashSet<>();
        SqlFunctions.TABLE.getOperatorList().stream()
                .filter(SqlFunction.class::isInstance)
                .map(SqlOperator::getName)
                .forEach(known::add);
        return known.contains(name.toUpperCase(java.util.Locale.ROOT))
                ? Optional.of("the function " + name + " does not take " + signature.substring(parenthesis))
                : Optional.of("there is no function " + name + Similar.suggestion(name, known));
    }

    private static String quoted(String message) {
        int begin = message.indexOf('\'') + 1;
        int end = message.indexOf("' ", begin);
        return end < 0 ? message.substring(begin) : message.substring(begin, end);
    }

    private static String lastQuoted(String message) {
        int end = message.lastIndexOf('\'');
        return message.substring(message.lastIndexOf('\'', end - 1) + 1, end);
    }
}
