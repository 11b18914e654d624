package dev.carbide.sql.parse;

import dev.carbide.sql.SqlException;
import java.util.Locale;
import org.apache.calcite.runtime.CalciteContextException;

/** Words errors of the parser and validator for users: no class names, one line, the position in the script. */
public final class Problems {
    private static final String UNNAMED = "this cannot be planned";
    private static final int MAX_LENGTH = 600;

    private Problems() {}

    /** An error that knows its position. */
    public static SqlException of(SqlText source, CalciteContextException error) {
        return source.error(offset(source, error), text(cause(error)), error);
    }

    /** What the validator complains of, without position. */
    public static Throwable cause(CalciteContextException error) {
        return error.getCause() == null ? error : error.getCause();
    }

    public static int offset(SqlText source, CalciteContextException error) {
        return source.offset(error.getPosLine(), error.getPosColumn());
    }

    /** What went wrong, or that something did where the message would only mean something to a developer. */
    public static String text(Throwable error) {
        String message = error.getMessage();
        if (message == null || message.isBlank() || namesClasses(message)) {
            return UNNAMED;
        }
        String line = message.strip().replace(" CHARACTER SET \"UTF-8\"", "").replaceAll("\\s+", " ");
        if (line.startsWith("Non-query expression")) {
            return "a query is expected here";
        }
        String first = line.split(" Supported form", 2)[0].replace(" ASYMMETRIC", "");
        String shown = first.length() <= MAX_LENGTH ? first : first.substring(0, MAX_LENGTH) + "…";
        return shown.substring(0, 1).toLowerCase(Locale.ROOT) + shown.substring(1);
    }

    private static boolean namesClasses(String message) {
        return message.contains("org.apache.") || message.contains("java.") || message.contains("Exception");
    }
}
