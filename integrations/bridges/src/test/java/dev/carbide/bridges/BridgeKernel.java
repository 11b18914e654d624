package dev.carbide.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.KernelBuilder;
import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchMemory;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.Table;
import java.util.ArrayList;
import java.util.List;

/** A kernel for tests of bridges. Closing it proves that nothing is held. */
public final class BridgeKernel implements AutoCloseable {
    private final Kernel kernel;

    public BridgeKernel() {
        this(Kernel.builder().onCallerThread());
    }

    private BridgeKernel(KernelBuilder settings) {
        kernel = settings.memory(64 << 20).build();
    }

    public static BridgeKernel workers(int count) {
        return new BridgeKernel(Kernel.builder().workers(count));
    }

    public MemoryPool pool() {
        return kernel.memoryPool();
    }

    public PageAllocator pages() {
        return kernel.pages();
    }

    public long used() {
        return kernel.memory().used();
    }

    /** A page of 4096 zeros and the only hold of it. */
    public OwnedPage newPage() {
        Page page = pages().allocateZeroed(pool(), 4096);
        return new OwnedPage(page, new BatchMemory(page::free));
    }

    /** A page whose memory is freed with the last hold. */
    public record OwnedPage(Page page, BatchMemory owner) {}

    public List<List<Object>> rows(Table table) {
        return rows(ScanNode.all(table));
    }

    /** The rows of a plan's result, in order if the caller's thread runs it. */
    public List<List<Object>> rows(PlanNode plan) {
        List<List<Object>> rows = new ArrayList<>();
        try (ResultStream result = kernel.prepare(plan).execute()) {
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    rows.add(row(batch, row));
                }
            }
        }
        return rows;
    }

    private static List<Object> row(Batch batch, int row) {
        List<Object> values = new ArrayList<>();
        for (int column = 0; column < batch.columnCount(); column++) {
            values.add(BoxedValues.get(batch.column(column), row));
        }
        return values;
    }

    @Override
    public void close() {
        assertEquals(0, kernel.memory().used(), () -> "bytes held in\n" + pool());
        assertEquals(0, pages().liveBytes(), "bytes of live pages");
        kernel.close();
    }
}
