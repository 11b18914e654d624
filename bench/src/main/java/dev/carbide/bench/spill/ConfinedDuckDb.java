package dev.carbide.bench.spill;

import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.LongStream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * DuckDB through its JDBC driver, with results streamed and read chunk by chunk, which is the fastest way the driver has.
 * All settings but those for memory and threads are the default ones, {@code preserve_insertion_order} (on) among them.
 */
final class ConfinedDuckDb implements ConfinedEngine {
    private final Connection connection;

    ConfinedDuckDb(long memory, int threads, Path directory) {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            execute("SET threads = " + threads);
            execute("SET memory_limit = '" + memory / 1024 + "KiB'");
            execute("SET temp_directory = " + literal(directory));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static String literal(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    private static CarbideException failure(SQLException e) {
        return new CarbideException("DuckDB: " + e.getMessage(), e);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void attach(Path directory, Set<TpchRelation> relations) {
        try {
            for (TpchRelation relation : relations) {
                Path file = directory.resolve(relation.tableName() + ".parquet");
                execute("CREATE VIEW " + relation.tableName() + " AS SELECT * FROM read_parquet(" + literal(file)
                        + ")");
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public RowDigest run(SpillQuery query) {
        try (DuckDBPreparedStatement statement =
                        connection.prepareStatement(query.sql()).unwrap(DuckDBPreparedStatement.class);
                DuckDBChunkedResult result = statement.query()) {
            RowDigest digest = new RowDigest((int) result.columnCount(), keys(result, query));
            while (result.nextChunk()) {
                add(result.chunk(), digest);
            }
            requireNoError(result);
            return digest;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Version 2.0.0.1 of the driver takes a failure amid a result for its end; it looks for one only before the first chunk. */
    private static void requireNoError(DuckDBChunkedResult result) throws SQLException {
        try {
            Method check = DuckDBChunkedResult.class.getDeclaredMethod("checkError");
            check.setAccessible(true);
            check.invoke(result);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failed) {
                throw failed;
            }
            throw new CarbideInternalException("DuckDB does not tell whether its result is whole", e);
        } catch (ReflectiveOperationException e) {
            throw new CarbideInternalException("DuckDB's driver has changed: its result cannot be checked", e);
        }
    }

    private static int[] keys(DuckDBChunkedResult result, SpillQuery query) {
        List<String> names = LongStream.range(0, result.columnCount())
                .mapToObj(result::columnName)
                .toList();
        return query.order().stream().mapToInt(names::indexOf).toArray();
    }

    private static void add(DuckDBDataChunkReader chunk, RowDigest digest) {
        DuckDBReadableVector[] vectors =
                LongStream.range(0, chunk.columnCount()).mapToObj(chunk::vector).toArray(DuckDBReadableVector[]::new);
        long rows = chunk.rowCount();
        for (long row = 0; row < rows; row++) {
            for (DuckDBReadableVector vector : vectors) {
                add(vector, row, digest);
            }
            digest.endRow();
        }
    }

    private static void add(DuckDBReadableVector vector, long row, RowDigest digest) {
        if (vector.isNull(row)) {
            digest.addNull();
            return;
        }
        switch (vector.getType()) {
            case BIGINT -> digest.add(vector.getLong(row));
            case INTEGER -> digest.add(vector.getInt(row));
            case DATE -> digest.add(vector.getLocalDate(row).toEpochDay());
            case DECIMAL -> digest.add(vector.getBigDecimal(row));
            case VARCHAR -> digest.add(vector.getString(row));
            default -> throw new CarbideInternalException("No query has values of " + vector.getType());
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
