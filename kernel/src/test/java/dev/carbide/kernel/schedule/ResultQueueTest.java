package dev.carbide.kernel.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.DataType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ResultQueueTest {
    private static final int ROW_BYTES = 8;

    private final MemoryPool pool = MemoryPool.root("test", 1 << 20);
    private final PageAllocator pages = PageAllocator.create(0);
    private final AtomicInteger wakeUps = new AtomicInteger();

    @AfterEach
    void nothingIsLeft() {
        pool.close();
        pages.close();
    }

    private ResultQueue queue(int batches, long bytes) {
        return new ResultQueue(batches, bytes, 1, wakeUps::incrementAndGet);
    }

    private Batch batch(int rows) {
        BatchBuilder builder = new BatchBuilder(List.of(DataType.INT64), rows, pool, pages);
        builder.start();
        for (int row = 0; row < rows; row++) {
            builder.column(0).putLong(row, row);
        }
        return builder.build(rows);
    }

    @Test
    void refusesWhenFullAndWakesWhenHalfEmpty() throws InterruptedException {
        ResultQueue queue = queue(4, Long.MAX_VALUE);
        for (int count = 0; count < 4; count++) {
            assertTrue(queue.offer(batch(1)));
        }
        Batch refused = batch(1);
        assertFalse(queue.offer(refused));
        queue.poll();
        queue.releaseHeld();
        assertEquals(0, wakeUps.get(), "three are left");
        queue.poll();
        queue.releaseHeld();
        assertEquals(1, wakeUps.get(), "two are left");
        queue.take();
        assertEquals(1, wakeUps.get(), "nobody was refused since");
        assertTrue(queue.offer(refused));
        queue.close();
        queue.releaseHeld();
    }

    @Test
    void whatWasBegunWhileThereWasRoomIsTakenBeyondTheBounds() throws InterruptedException {
        ResultQueue queue = new ResultQueue(1, Long.MAX_VALUE / 4, 3, wakeUps::incrementAndGet);
        assertTrue(queue.hasRoom());
        for (int count = 0; count < 3; count++) {
            assertTrue(queue.offer(batch(1)));
            assertFalse(queue.hasRoom());
        }
        Batch refused = batch(1);
        assertFalse(queue.offer(refused));
        refused.release();
        for (int count = 0; count < 3; count++) {
            queue.poll();
            queue.releaseHeld();
        }
        assertEquals(1, wakeUps.get());
        assertTrue(queue.hasRoom());
        queue.close();
    }

    @Test
    void boundsBytesButTakesOneBatchOfAnySize() throws InterruptedException {
        ResultQueue queue = queue(4, 100 * ROW_BYTES);
        Batch large = batch(500);
        assertTrue(queue.offer(large));
        Batch small = batch(1);
        assertFalse(queue.offer(small));
        assertSame(large, queue.take());
        assertEquals(1, wakeUps.get());
        assertTrue(queue.offer(small));
        assertTrue(queue.offer(batch(99)));
        Batch more = batch(1);
        assertFalse(queue.offer(more));
        more.release();
        queue.close();
        queue.releaseHeld();
        assertEquals(500, queue.rowsTaken());
    }

    @Test
    void isDrainedWhenCompleteAndEverythingIsReleased() throws InterruptedException {
        ResultQueue queue = queue(4, Long.MAX_VALUE);
        assertFalse(queue.isDecided());
        assertTrue(queue.offer(batch(3)));
        assertTrue(queue.isDecided());
        queue.complete();
        assertFalse(queue.isDrained());
        queue.take();
        assertFalse(queue.isDrained(), "a batch is out");
        queue.releaseHeld();
        assertTrue(queue.isDrained());
        assertNull(queue.take());
    }

    @Test
    void closedItReleasesWhatItHasAndWhatComes() throws InterruptedException {
        ResultQueue queue = queue(4, Long.MAX_VALUE);
        assertTrue(queue.offer(batch(1)));
        queue.close();
        assertTrue(queue.isClosed());
        assertEquals(1, wakeUps.get());
        assertTrue(queue.offer(batch(1)));
        assertEquals(0, pool.reserved());
        assertNull(queue.take());
    }
}
