package dev.carbide.bench.compare;

import dev.carbide.cli.compare.ResultRows;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DuckDB through JDBC, with tables of the same types. A query is prepared once. */
final class DuckDbEngine implements Engine {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private volatile @Nullable Statement running;

    /** @param memory limit in bytes */
    DuckDbEngine(int threads, long memory) {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            execute("SET threads TO " + threads);
            execute("SET memory_limit TO '" + memory / 1000 + "KB'");
        } catch (SQLException e) {
            throw failure("cannot be started", e);
        }
    }

    private static CarbideException failure(String what, SQLException e) {
        return new CarbideException("DuckDB " + what + ": " + e.getMessage(), e);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public void load(Path directory, Set<TpchRelation> relations) {
        for (TpchRelation relation : relations) {
            String columns = relation.schema().fields().stream()
                    .map(field -> field.name() + " " + type(field.type()) + " NOT NULL")
                    .collect(Collectors.joining(", "));
            run("CREATE TABLE " + relation.tableName() + " (" + columns + ")");
            run("INSERT INTO " + relation.tableName() + " SELECT * FROM " + file(directory, relation));
        }
    }

    @Override
    public void attach(Path directory, Set<TpchRelation> relations) {
        for (TpchRelation relation : relations) {
            run("CREATE VIEW " + relation.tableName() + " AS SELECT * FROM " + file(directory, relation));
        }
    }

    private void run(String sql) {
        try {
            execute(sql);
        } catch (SQLException e) {
            throw failure("refuses " + sql, e);
        }
    }

    private static String file(Path directory, TpchRelation relation) {
        Path file = directory.toAbsolutePath().resolve(relation.tableName() + ".parquet");
        return "read_parquet('" + file.toString().replace("'", "''") + "')";
    }

    private static String type(DataType type) {
        return type.equals(DataType.INT64)
                ? "BIGINT"
                : type.equals(DataType.INT32) ? "INTEGER" : type.equals(DataType.STRING) ? "VARCHAR" : type.toString();
    }

    @Override
    public long tableBytes() {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'")) {
            return result.next() ? result.getLong(1) : 0;
        } catch (SQLException e) {
            throw failure("does not tell its memory", e);
        }
    }

    @Override
    public Run run(TpchQuery query) {
        long begin = System.nanoTime();
        try {
            PreparedStatement statement = prepared.get(query.sql());
            if (statement == null) {
                statement = connection.prepareStatement(query.sql());
                prepared.put(query.sql(), statement);
            }
            running = statement;
            try (ResultSet result = statement.executeQuery()) {
                List<@Nullable Object[]> rows = fetch(result);
                long nanos = System.nanoTime() - begin;
                List<String> names = names(result.getMetaData());
                return new Run(nanos, () -> comparable(names, rows));
            }
        } catch (SQLException e) {
            throw failure("fails at " + query.name(), e);
        } finally {
            running = null;
        }
    }

    private static List<@Nullable Object[]> fetch(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (result.next()) {
            @Nullable Object[] row = new Object[columns];
            for (int column = 0; column < columns; column++) {
                row[column] = result.getObject(column + 1);
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> names(ResultSetMetaData result) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= result.getColumnCount(); column++) {
            names.add(result.getColumnName(column));
        }
        return names;
    }

    private static ResultRows comparable(List<String> names, List<@Nullable Object[]> rows) {
        List<List<@Nullable Object>> comparable = new ArrayList<>();
        for (@Nullable Object[] row : rows) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Object value : row) {
                values.add(comparable(value));
            }
            comparable.add(values);
        }
        return new ResultRows(names, comparable);
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case Byte number -> BigDecimal.valueOf(number);
            case Short number -> BigDecimal.valueOf(number);
            case Integer number -> BigDecimal.valueOf(number);
            case Long number -> BigDecimal.valueOf(number);
            case BigInteger number -> new BigDecimal(number);
            case Float number -> (double) number;
            case Date date -> date.toLocalDate();
            case null, default -> value;
        };
    }

    @Override
    public void cancel() {
        Statement statement = running;
        try {
            if (statement != null) {
                statement.cancel();
            }
        } catch (SQLException e) {
            throw failure("does not cancel", e);
        }
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw failure("cannot be closed", e);
        }
    }
}
