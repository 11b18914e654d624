package dev.carbide.cli.tpch;

import dev.carbide.cli.compare.ResultRows;
import dev.carbide.cli.output.CsvReader;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the queries must give at one scale, kept as resources: CSV files that {@code ./carbide bench answers --to DIR} makes
 * by running all queries on DuckDB over the same rows.
 */
public final class TpchAnswers {
    /** The scale of the answers. */
    public static final double SCALE = 0.1;

    static final long LINEITEM_ROWS = 600_572;

    private TpchAnswers() {}

    /**
     * The answer to a query, empty if none is kept.
     *
     * @param schema of the result, which says what the texts of the answer mean
     */
    public static Optional<ResultRows> of(TpchQuery query, Schema schema) {
        try (InputStream text = TpchAnswers.class.getResourceAsStream("answers/" + query.name() + ".csv")) {
            return text == null
                    ? Optional.empty()
                    : Optional.of(parse(new String(text.readAllBytes(), StandardCharsets.UTF_8), schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResultRows parse(String csv, Schema schema) {
        List<List<@Nullable String>> records = CsvReader.read(csv);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable String> texts : records.subList(1, records.size())) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 0; column < texts.size(); column++) {
                String text = texts.get(column);
                row.add(text == null || column >= schema.size() ? text : value(schema.type(column), text));
            }
            rows.add(row);
        }
        return new ResultRows(records.getFirst().stream().map(String::valueOf).toList(), rows);
    }

    private static Object value(DataType type, String text) {
        return switch (type) {
            case IntegerType ignored -> new BigDecimal(text);
            case DecimalType ignored -> new BigDecimal(text);
            case FloatingType ignored -> Double.valueOf(text);
            case DateType ignored -> LocalDate.parse(text);
            case BooleanType ignored -> Boolean.valueOf(text);
            default -> text;
        };
    }
}
