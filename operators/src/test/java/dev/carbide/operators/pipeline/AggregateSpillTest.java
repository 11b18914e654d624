package dev.carbide.operators.pipeline;

import static dev.carbide.codegen.function.Expressions.column;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.spill.SpillException;
import dev.carbide.offheap.spill.SpillIo;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.Cancellation;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes out when groups are written out, at whatever moment, is what comes out of memory. */
class AggregateSpillTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", DataType.INT64),
            Field.optional("name", DataType.STRING),
            Field.optional("ratio", DataType.FLOAT64),
            Field.optional("price", DataType.decimal(15, 2)),
            Field.optional("text", DataType.STRING));
    private static final int[] BATCH_ROWS = {1, 7, 2048};
    private static final long PLENTY = 1L << 29;

    /** Every group has several rows, far from each other. */
    private static List<List<@Nullable Object>> rows(int count, int groups, int textBytes) {
        Random random = new Random(count);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int group = row % groups;
            List<@Nullable Object> values = new ArrayList<>();
            values.add(group * 7919L);
            values.add(group % 17 == 3 ? null : "name of no small length " + group);
            values.add(group % 11 == 5 ? null : group % 11 == 6 ? (Double) Double.NaN : (Double) (double) (row % 100));
            values.add(row % 9 == 0 ? null : BigDecimal.valueOf(row * 31L % 100_000, 2));
            values.add(
                    row % 5 == 0 ? null : Integer.toString(random.nextInt(1000)).repeat(1 + random.nextInt(textBytes)));
            rows.add(values);
        }
        return rows;
    }

    private static NamedExpression key(String name) {
        return new NamedExpression(name, column(SCHEMA, name));
    }

    private static AggregateCall call(Function function, String name) {
        return AggregateCall.of(function, column(SCHEMA, name), function + " " + name);
    }

    private static List<PipelineSpec> specs(
            List<List<@Nullable Object>> rows, boolean dictionaries, List<NamedExpression> keys) {
        ScanNode scan = ScanNode.all(new RowsTable("rows", SCHEMA, rows, dictionaries));
        AggregateNode node = new AggregateNode(
                scan,
                keys,
                List.of(
                        AggregateCall.countAll("rows"),
                        call(Function.SUM, "price"),
                        call(Function.AVG, "price"),
                        call(Function.MIN, "ratio"),
                        call(Function.MAX, "ratio"),
                        call(Function.MAX, "price"),
                        call(Function.MIN, "text"),
                        call(Function.MAX, "text")));
        return List.of(
                new PipelineSpec(
                        0,
                        new PipelineSpec.Input.TableScan(2, scan, List.of()),
                        List.of(),
                        new PipelineSpec.Sink.Aggregate(1, node)),
                new PipelineSpec(
                        1,
                        new PipelineSpec.Input.SinkOutput(1, 0, node),
                        List.of(),
                        new PipelineSpec.Sink.Result(0, node.schema())));
    }

    private static List<List<PipelineSpec>> kindsOfKeys(List<List<@Nullable Object>> rows) {
        return List.of(
                specs(rows, false, List.of(key("id"))),
                specs(rows, true, List.of(key("name"))),
                specs(rows, false, List.of(key("name"), key("ratio"), key("id"))));
    }

    private static Map<List<@Nullable Object>, Integer> counted(List<List<@Nullable Object>> rows) {
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }

    private static Map<List<@Nullable Object>, Integer> inMemory(List<PipelineSpec> specs) {
        BudgetRunner runner = BudgetRunner.within(2048, 1, PLENTY);
        var result = counted(runner.run(specs));
        assertEquals(0, runner.metrics().bytesWritten());
        return result;
    }

    @Test
    void anyBudgetGivesTheSame() {
        for (List<PipelineSpec> specs : kindsOfKeys(rows(16_000, 6_000, 30))) {
            var expected = inMemory(specs);
            for (int workers : new int[] {1, 4}) {
                double budget = BudgetRunner.floor(workers);
                long written = 1;
                int rounds = 0;
                while (written > 0 && rounds++ < 20) {
                    BudgetRunner runner = BudgetRunner.within(2048, workers, (long) budget);
                    assertEquals(expected, counted(runner.run(specs)), "within " + (long) budget);
                    written = runner.metrics().bytesWritten();
                    budget *= 1.3;
                }
                assertEquals(0, written, "in the end it fits");
            }
        }
    }

    @Test
    void batchesOfAnySizeSpill() {
        for (List<PipelineSpec> specs : kindsOfKeys(rows(6_000, 3_000, 40))) {
            var expected = inMemory(specs);
            for (int batchRows : BATCH_ROWS) {
                BudgetRunner runner = BudgetRunner.within(batchRows, 1, BudgetRunner.floor(1));
                assertEquals(expected, counted(runner.run(specs)));
                assertTrue(runner.metrics().bytesWritten() > 0);
            }
        }
    }

    /** As many workers as memory is plenty, but somebody takes all of it at some edge, or at each. */
    private static void claiming(
            List<PipelineSpec> specs, int batchRows, int workers, IntPredicate at, boolean spills) {
        BudgetRunner runner = new BudgetRunner(batchRows, workers, 32L << 20, SpillIo.system(), Cancellation.NEVER, at);
        assertEquals(inMemory(specs), counted(runner.run(specs)));
        assertTrue(!spills || runner.counts().spills() > 0, "somebody has claimed it");
    }

    @Test
    void othersClaimItAtEveryEdge() {
        for (List<PipelineSpec> specs : kindsOfKeys(rows(10_000, 5_000, 60))) {
            for (int workers : new int[] {1, 4}) {
                claiming(specs, 2048, workers, _ -> true, true);
                claiming(specs, 1024, workers, step -> step % 5 == 4, true);
            }
        }
    }

    @Test
    void othersClaimItOnceInAnyPhase() {
        List<PipelineSpec> specs = specs(rows(8_000, 5_000, 60), false, List.of(key("name"), key("ratio"), key("id")));
        var expected = inMemory(specs);
        for (int workers : new int[] {1, 4}) {
            BudgetRunner undisturbed = BudgetRunner.within(2048, workers, 32L << 20);
            undisturbed.run(specs);
            for (int step = 0; step < undisturbed.steps(); step++) {
                int once = step;
                BudgetRunner runner = new BudgetRunner(
                        2048, workers, 32L << 20, SpillIo.system(), Cancellation.NEVER, at -> at == once);
                assertEquals(expected, counted(runner.run(specs)), "claimed before step " + step);
            }
        }
    }

    @Test
    void rowsLongerThanBlocksAreWrittenOut() {
        List<List<@Nullable Object>> rows = rows(400, 100, 5);
        for (int row = 0; row < rows.size(); row += 20) {
            rows.get(row).set(4, "z".repeat(100_000 + row));
        }
        List<PipelineSpec> specs = specs(rows, false, List.of(key("id")));
        claiming(specs, 7, 1, _ -> true, true);
        claiming(specs, 7, 4, step -> step % 3 == 0, false);
    }

    @Test
    void faultsLeaveNothingBehind() {
        List<PipelineSpec> specs = specs(rows(6_000, 4_000, 60), false, List.of(key("name"), key("id")));
        for (boolean writes : new boolean[] {true, false}) {
            int failures = 0;
            for (long number = 1; ; number += 1 + number / 2) {
                FaultyIo io = writes ? new FaultyIo(number, 0) : new FaultyIo(0, number);
                BudgetRunner runner =
                        new BudgetRunner(2048, 2, BudgetRunner.floor(2), io, Cancellation.NEVER, _ -> false);
                if (!fails(runner, specs)) {
                    assertFalse(io.failed());
                    break;
                }
                failures++;
            }
            assertTrue(failures > 5, "failures");
        }
    }

    private static boolean fails(BudgetRunner runner, List<PipelineSpec> specs) {
        try {
            runner.run(specs);
            return false;
        } catch (SpillException expected) {
            return true;
        }
    }

    @Test
    void cancellingLeavesNothingBehind() {
        List<PipelineSpec> specs = specs(rows(9_000, 6_000, 60), false, List.of(key("name"), key("id")));
        for (int polls = 1; polls < 2_000; polls += 1 + polls / 2) {
            AtomicInteger left = new AtomicInteger(polls);
            Cancellation cancellation = () -> left.decrementAndGet() < 0;
            BudgetRunner runner =
                    new BudgetRunner(2048, 2, BudgetRunner.floor(2), SpillIo.system(), cancellation, _ -> false);
            try {
                runner.run(specs);
                return;
            } catch (CancelledException expected) {
                assertTrue(left.get() < 0);
            }
        }
    }

    /** In a JVM of its own, where all hashes are equal: groups that no bit divides are read in passes. */
    @Test
    void equalHashesTakePasses() throws IOException, InterruptedException {
        List<String> command = Stream.of(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcarbide.hash.zero=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EqualHashes.class.getName())
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
    }

    static final class EqualHashes {
        private EqualHashes() {}

        public static void main(String[] arguments) {
            for (List<NamedExpression> keys : List.of(List.of(key("id")), List.of(key("name"), key("id")))) {
                List<PipelineSpec> specs = specs(rows(5_000, 2_500, 60), false, keys);
                var expected = inMemory(specs);
                for (int workers : new int[] {1, 4}) {
                    BudgetRunner runner = BudgetRunner.within(2048, workers, BudgetRunner.floor(workers));
                    assertEquals(expected, counted(runner.run(specs)));
                    claiming(specs, 512, workers, step -> step % 3 == 0, true);
                }
                BudgetRunner least = BudgetRunner.within(512, 1, BudgetRunner.floor(1));
                least.run(specs);
                assertTrue(least.metrics().bytesWritten() > 0);
            }
        }
    }
}
