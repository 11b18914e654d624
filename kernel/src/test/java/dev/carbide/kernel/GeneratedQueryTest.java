package dev.carbide.kernel;

import static dev.carbide.codegen.function.Expressions.add;
import static dev.carbide.codegen.function.Expressions.divide;
import static dev.carbide.codegen.function.Expressions.greaterOrEqual;
import static dev.carbide.codegen.function.Expressions.less;
import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.modulo;
import static dev.carbide.codegen.function.Expressions.subtract;
import static dev.carbide.kernel.testing.Orders.named;
import static dev.carbide.kernel.testing.Orders.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.metrics.OperatorMetrics;
import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.testing.Golden;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole queries as generated code. */
@Timeout(120)
final class GeneratedQueryTest {
    private static final int ROWS = 10_000;
    private static final PlanNode NUMBERS = ScanNode.all(new NumbersTable("numbers", ROWS));

    private static KernelBuilder settings() {
        return Kernel.builder().memory(64 << 20).workers(2);
    }

    /**
     * Of the numbers from 100 that have a partner among the first 1000, by remainder of 7: how many and their sum; the
     * three largest sums.
     */
    private static PlanNode largestSums() {
        PlanNode from = new FilterNode(NUMBERS, greaterOrEqual(of(NUMBERS, "number"), literal(100L)));
        PlanNode few = ScanNode.all(new NumbersTable("few", 1_000));
        PlanNode joined = new HashJoinNode(from, few, List.of(of(from, "number")), List.of(of(few, "number")));
        PlanNode classes = new ProjectNode(
                joined,
                List.of(
                        new NamedExpression("class", modulo(of(joined, "number"), literal(7L))),
                        named(joined, "number")));
        PlanNode sums = new AggregateNode(
                classes,
                List.of(named(classes, "class")),
                List.of(
                        AggregateCall.countAll("numbers"),
                        AggregateCall.of(Function.SUM, of(classes, "number"), "total")));
        return new LimitNode(new SortNode(sums, List.of(new SortKey(of(sums, "total"), false, false))), 0, 3);
    }

    private static List<List<Long>> expectedSums() {
        long[] counts = new long[7];
        long[] totals = new long[7];
        for (int number = 100; number < 1_000; number++) {
            counts[number % 7]++;
            totals[number % 7] += number;
        }
        return Stream.iterate(0L, remainder -> remainder + 1)
                .limit(7)
                .map(remainder -> List.of(remainder, counts[remainder.intValue()], totals[remainder.intValue()]))
                .sorted((one, other) -> Long.compare(other.get(2), one.get(2)))
                .limit(3)
                .toList();
    }

    private static List<List<@Nullable Object>> rows(ResultStream result) {
        try (result) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int column = 0; column < batch.columnCount(); column++) {
                        values.add(BoxedValues.get(batch.column(column), row));
                    }
                    rows.add(values);
                }
            }
            return rows;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 2048})
    void givesTheSameAtAnyBatchSizeInBothModes(int batchRows) {
        try (Kernel kernel = settings().batchRows(batchRows).build()) {
            PreparedQuery query = kernel.prepare(largestSums());
            assertEquals(expectedSums(), rows(query.execute()));
            assertEquals(expectedSums(), rows(query.execute(QueryOptions.DEFAULT.withCallerThread())));
            assertEquals(0, kernel.memory().used());
        }
    }

    @Test
    void metricsSayWhatEachOperatorDid() {
        try (Kernel kernel = settings().build();
                ResultStream result = kernel.prepare("sums", largestSums()).execute()) {
            rows(result);
            QueryMetrics metrics = result.metrics();
            assertEquals("sums", metrics.query());
            assertEquals(3, metrics.rows());
            List<Long> rows =
                    metrics.operators().stream().map(OperatorMetrics::rows).toList();
            assertEquals(List.of(3L, 7L, 900L, 900L, ROWS - 100L, (long) ROWS, 1_000L), rows);
            List<Long> sinkRows =
                    metrics.operators().stream().map(OperatorMetrics::sinkRows).toList();
            assertEquals(List.of(7L, 900L, 0L, 1_000L, 0L, 0L, 0L), sinkRows);
            assertTrue(metrics.operators().get(3).memoryPeakBytes() > 0, "the join's table");
            assertTrue(metrics.operators().get(5).memoryPeakBytes() > 0, "the readers of numbers");
            assertTrue(metrics.operators().stream().allMatch(operator -> operator.memoryBytes() == 0), "all is freed");
            assertTrue(metrics.memoryPeakBytes() >= metrics.operators().get(3).memoryPeakBytes());
            assertEquals(2, metrics.workerNanos().size());
            assertTrue(metrics.firstBatchNanos() > 0 && metrics.firstBatchNanos() <= metrics.wallNanos());
            assertTrue(metrics.compileNanos() > 0);
            assertTrue(metrics.cpuNanos() > 0);
        }
    }

    @Test
    void explainAnalyzeReadsLikeExplain() {
        try (Kernel kernel = settings().build()) {
            PreparedQuery query = kernel.prepare(largestSums());
            Golden.check("sums-explain.txt", query.explain());
            try (ResultStream result = query.execute()) {
                rows(result);
                String figures = result.explainAnalyze()
                        .replaceAll("[\\d.]+ (ms|s)\\b", "? ms")
                        .replaceAll("\\(\\d+%\\)", "(?%)")
                        .replaceAll("[\\d.]+ [KM]iB", "? KiB");
                Golden.check("sums-analyze.txt", figures);
            }
        }
    }

    @Test
    void explainCodegenShowsSourceConstantsAndSizes() {
        try (Kernel kernel = settings().build()) {
            PlanNode plan = new FilterNode(NUMBERS, less(of(NUMBERS, "number"), literal(4242L)));
            String first = kernel.prepare(plan).explainCodegen();
            assertTrue(first.startsWith("-- pipeline 0: scan numbers #1 -> filter #0 -> result\n-- "), first);
            assertTrue(first.contains("\n-- ?0 = 4242"), first);
            assertTrue(first.contains("\n-- bytecode: "), first);
            assertTrue(first.contains(" extends CompiledPipeline"), first);
            assertEquals(1, first.split("4242", -1).length - 1, "constants do not stand in the source");
            PlanNode other = new FilterNode(NUMBERS, less(of(NUMBERS, "number"), literal(7L)));
            String second = kernel.prepare(other).explainCodegen();
            assertTrue(second.contains("from the cache"), second);
        }
    }

    @Test
    void sourcesAreDumpedByQueryAndPipeline(@TempDir Path directory) throws IOException {
        try (Kernel kernel = settings().dumpSources(directory).build()) {
            kernel.prepare("sums of / all", largestSums());
        }
        try (Stream<Path> files = Files.list(directory.resolve("sums_of___all"))) {
            assertEquals(
                    4, files.filter(file -> file.toString().endsWith(".java")).count());
        }
    }

    @Test
    void aRowThatCannotBeComputedFailsTheQueryAndTheClassIsUsedAgain() {
        try (Kernel kernel = settings().build()) {
            assertEquals(
                    ROWS,
                    rows(kernel.prepare("good", quotients(ROWS + 1L)).execute()).size());
            try (ResultStream result =
                    kernel.prepare("bad", quotients(ROWS / 2)).execute()) {
                QueryException failure = assertThrows(QueryException.class, () -> rows(result));
                assertInstanceOf(EvaluationException.class, failure.getCause());
                assertTrue(failure.getMessage().startsWith("Query bad failed: "), failure::getMessage);
                assertEquals(0, kernel.memory().used());
            }
            assertEquals(
                    ROWS, rows(kernel.prepare("good", quotients(-1L)).execute()).size());
        }
    }

    private static PlanNode quotients(long zeroAt) {
        var number = of(NUMBERS, "number");
        return new ProjectNode(
                NUMBERS,
                List.of(new NamedExpression(
                        "quotient", divide(add(number, literal(1L)), subtract(number, literal(zeroAt))))));
    }

    @Test
    void unreadResultsDoNotStallAnotherQuery() {
        try (Kernel kernel = settings().batchRows(100).build();
                ResultStream first = kernel.prepare(NUMBERS).execute();
                ResultStream second = kernel.prepare(NUMBERS).execute()) {
            first.next();
            second.next();
            assertEquals(expectedSums(), rows(kernel.prepare(largestSums()).execute()));
            assertTrue(first.progress().fraction() < 1);
        }
    }

    @Test
    void theFlightRecorderSeesQueriesAndPipelines(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording();
                Kernel kernel = settings().build()) {
            recording.enable("dev.carbide.Query");
            recording.enable("dev.carbide.Pipeline");
            recording.start();
            rows(kernel.prepare("recorded", largestSums()).execute());
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        List<RecordedEvent> queries = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.carbide.Query"))
                .toList();
        assertEquals(1, queries.size());
        assertEquals("recorded", queries.getFirst().getString("query"));
        assertEquals(3, queries.getFirst().getLong("rows"));
        List<String> pipelines = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.carbide.Pipeline"))
                .map(event -> event.getInt("pipeline") + ": " + event.getString("operators"))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "0: scan few #6 -> build #3",
                        "1: scan numbers #5 -> filter #4 -> probe #3 -> project #2 -> aggregate #1",
                        "2: aggregate #1 -> top-n #0",
                        "3: top-n #0 -> result"),
                pipelines);
    }
}
