package dev.carbide.parquet;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An in-memory DuckDB: an independent writer and reader of files. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        run("SET threads = 1");
        run("SET TimeZone = 'UTC'");
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of values in the forms of {@link Rows}; the query casts what JDBC has no such form for. */
    List<List<@Nullable Object>> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(plain(result.getObject(column)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Byte number -> (long) number;
            case Short number -> (long) number;
            case Integer number -> (long) number;
            case null -> null;
            default -> value;
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
