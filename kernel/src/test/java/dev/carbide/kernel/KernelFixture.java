package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.kernel.testing.Hook;
import dev.carbide.kernel.testing.NumbersProgram;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Kernels that run {@link NumbersProgram}s, and plans for them. Closing proves that nothing is held. */
final class KernelFixture implements AutoCloseable {
    static final int BATCH_ROWS = 64;

    final Kernel kernel;

    private KernelFixture(KernelBuilder settings) {
        kernel = settings.memory(64 << 20)
                .batchRows(BATCH_ROWS)
                .pipelines((query, spec) -> new NumbersProgram(spec))
                .build();
    }

    static KernelFixture workers(int count) {
        return new KernelFixture(Kernel.builder().workers(count));
    }

    static KernelFixture callerThread() {
        return new KernelFixture(Kernel.builder().onCallerThread());
    }

    PreparedQuery scan(String name, long rows) {
        return scan(name, new NumbersTable(name, rows));
    }

    PreparedQuery scan(String name, NumbersTable table) {
        return kernel.prepare(name, ScanNode.all(table));
    }

    PreparedQuery count(String name, PlanNode input) {
        return kernel.prepare(name, countOf(input));
    }

    PreparedQuery count(String name, long rows, int maxReaders, Hook hook) {
        return count(name, ScanNode.all(new NumbersTable(name, rows, maxReaders, hook)));
    }

    static AggregateNode countOf(PlanNode input) {
        return new AggregateNode(input, List.of(), List.of(AggregateCall.countAll("rows")));
    }

    static HashJoinNode join(PlanNode probe, PlanNode build) {
        Expression key = new ColumnReference(0, "number", DataType.INT64, false);
        return new HashJoinNode(probe, build, List.of(key), List.of(key));
    }

    /** All numbers of a result, sorted; closes it. */
    static List<Long> drain(ResultStream result) {
        try (result) {
            List<Long> numbers = new ArrayList<>();
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                numbers.addAll(numbers(batch));
            }
            numbers.sort(null);
            return numbers;
        }
    }

    static List<Long> numbers(Batch batch) {
        List<Long> numbers = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            numbers.add(Columns.getLong(batch.values(0), row));
        }
        return numbers;
    }

    static List<Long> upTo(long rows) {
        return LongStream.range(0, rows).boxed().toList();
    }

    void assertNothingHeld() {
        assertEquals(0, kernel.memory().used(), () -> "bytes held in\n" + kernel.memoryPool());
        assertEquals(0, kernel.pages().liveBytes(), "bytes of live pages");
    }

    @Override
    public void close() {
        kernel.close();
        assertNothingHeld();
    }
}
