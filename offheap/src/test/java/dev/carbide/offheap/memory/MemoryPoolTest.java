package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class MemoryPoolTest {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    @Test
    void reservationsCountInAllPoolsAbove() {
        MemoryPool root = MemoryPool.root("kernel", 10 * MIB);
        MemoryPool query = root.child("query-1", 5 * MIB);
        MemoryPool sort = query.child("sort #3");
        sort.reserve(3 * MIB);
        query.reserve(MIB);
        assertEquals(3 * MIB, sort.reserved());
        assertEquals(4 * MIB, query.reserved());
        assertEquals(4 * MIB, root.reserved());
        sort.release(2 * MIB);
        assertEquals(2 * MIB, root.reserved());
        assertEquals(3 * MIB, sort.peak());
    }

    @Test
    void knowsItsPlace() {
        MemoryPool root = MemoryPool.root("kernel", 10 * MIB);
        MemoryPool sort = root.child("query-1").child("sort #3", 7);
        assertEquals("sort #3", sort.name());
        assertEquals("kernel/query-1/sort #3", sort.path());
        assertEquals(7, sort.limit());
        assertEquals(MemoryPool.UNLIMITED, root.child("query-2").limit());
        assertSame(root, root.child("query-2").parent());
        assertNull(root.parent());
    }

    @Test
    void unusedQuantaOfSiblingsAreGivenBackAtTheLimit() {
        MemoryPool root = MemoryPool.root("kernel", MIB);
        MemoryPool[] consumers = new MemoryPool[9];
        for (int i = 0; i < consumers.length; i++) {
            consumers[i] = root.child("query-" + i).child("sort");
            consumers[i].reserve(1);
        }
        consumers[0].reserve(MIB - consumers.length);
        assertEquals(MIB, root.reserved());
        assertFalse(consumers[1].tryReserve(1));
        assertFalse(root.tryReserve(1));
        consumers[0].release(1);
        assertTrue(consumers[8].tryReserve(1));
    }

    @Test
    void ownUnusedQuantaServeTheRequesterItself() {
        MemoryPool root = MemoryPool.root("kernel", MIB);
        MemoryPool scan = root.child("scan");
        scan.reserve(8 * KIB);
        assertFalse(scan.tryReserve(MIB));
        assertTrue(scan.tryReserve(MIB - 8 * KIB));
    }

    @Test
    void limitsOfInnerPoolsHoldForTheirSubtree() {
        MemoryPool root = MemoryPool.root("kernel", 10 * MIB);
        MemoryPool query = root.child("query", MIB);
        MemoryPool left = query.child("left");
        MemoryPool right = query.child("right", 100);
        assertFalse(right.tryReserve(101));
        assertTrue(right.tryReserve(100));
        assertFalse(left.tryReserve(MIB - 99));
        assertTrue(left.tryReserve(MIB - 100));
        assertTrue(root.tryReserve(9 * MIB));
    }

    @Test
    void refusalNamesPoolFiguresAndConsumers() {
        MemoryPool root = MemoryPool.root("kernel", 4 * MIB);
        MemoryPool query = root.child("query-1", 2 * MIB);
        MemoryPool scan = query.child("scan #0");
        MemoryPool sort = query.child("sort #1");
        root.child("query-2").reserve(1536);
        scan.reserve(MIB + 512 * KIB);
        String message = assertThrows(MemoryLimitException.class, () -> sort.reserve(MIB))
                .getMessage();
        assertEquals("""
            Memory limit reached: pool kernel/query-1/sort #1 requested 1048576 bytes, available are 524288 of the limit 2097152 of pool kernel/query-1
            kernel: 1.5 MiB of 4.0 MiB, peak 1.6 MiB
            ├─ query-1: 1.5 MiB of 2.0 MiB, peak 1.5 MiB
            │  ├─ scan #0: 1.5 MiB, peak 1.5 MiB
            │  └─ sort #1: 0 B, peak 0 B
            └─ query-2: 1.5 KiB, peak 1.5 KiB\
            """, message);
    }

    @Test
    void drawsItsTree() {
        MemoryPool root = MemoryPool.root("kernel", 100);
        root.child("a").child("b").reserve(3);
        root.child("c").reserve(4);
        assertEquals("""
            kernel: 7 B of 100 B, peak 7 B
            ├─ a: 3 B, peak 3 B
            │  └─ b: 3 B, peak 3 B
            └─ c: 4 B, peak 4 B\
            """, root.toString());
    }

    @Test
    void closingWithBytesOutstandingFailsByName() {
        MemoryPool root = MemoryPool.root("kernel", MIB);
        MemoryPool query = root.child("query-7");
        query.reserve(4097);
        String message = assertInternal(query::close);
        assertTrue(message.contains("kernel/query-7 closed with 4097 bytes outstanding"), message);
        query.release(4097);
        query.close();
        query.close();
        assertInternal(() -> query.tryReserve(1));
        assertInternal(() -> query.child("late"));
        assertEquals("kernel: 0 B of 1.0 MiB, peak 64.0 KiB", root.toString());
        root.close();
    }

    @Test
    void closingWithOpenPoolsBelowFails() {
        MemoryPool root = MemoryPool.root("kernel", MIB);
        MemoryPool child = root.child("query-7");
        String message = assertInternal(root::close);
        assertTrue(message.contains("kernel closed with 0 bytes outstanding and 1 open pools below it"), message);
        assertTrue(message.contains("└─ query-7: 0 B"), message);
        child.close();
        root.close();
    }

    @Test
    void closedPoolsReturnTheirQuanta() {
        MemoryPool root = MemoryPool.root("kernel", MIB);
        MemoryPool query = root.child("query");
        query.reserve(1);
        query.release(1);
        query.close();
        assertTrue(root.tryReserve(MIB));
    }

    @Test
    void releasingMoreThanReservedFails() {
        MemoryPool root = MemoryPool.root("kernel", MIB);
        MemoryPool query = root.child("query");
        query.reserve(10);
        root.reserve(10);
        String message = assertInternal(() -> query.release(11));
        assertEquals("Memory pool kernel/query was to release 11 bytes, but only 10 are reserved in it", message);
        assertEquals(10, query.reserved());
        assertInternal(() -> query.release(-1));
        assertInternal(() -> query.reserve(-1));
    }

    @Test
    void hugeRequestsAreRefusedWithoutOverflow() {
        MemoryPool root = MemoryPool.root("kernel", MemoryPool.UNLIMITED);
        MemoryPool query = root.child("query");
        assertTrue(query.tryReserve(5));
        assertFalse(query.tryReserve(Long.MAX_VALUE));
        assertFalse(query.tryReserve(Long.MAX_VALUE - 4));
        assertTrue(query.tryReserve(Long.MAX_VALUE - 5));
        assertFalse(root.tryReserve(1));
    }

    @Test
    void needsANameAndALimit() {
        assertThrows(IllegalArgumentException.class, () -> MemoryPool.root(" ", 1));
        assertThrows(IllegalArgumentException.class, () -> MemoryPool.root("kernel", -1));
        assertFalse(MemoryPool.root("kernel", 0).tryReserve(1));
    }

    @Test
    void aPolicyCanMakeRoomAtALimit() {
        MemoryPool[] victim = new MemoryPool[1];
        LimitPolicy spillOnce = (request, limiting) -> {
            assertEquals("kernel/query/build", request.pool().path());
            assertEquals("kernel", limiting.path());
            assertEquals(MIB, request.bytes());
            boolean spills = victim[0].reserved() > 0;
            victim[0].release(victim[0].reserved());
            return spills;
        };
        MemoryPool root = MemoryPool.root("kernel", MIB, spillOnce, false);
        MemoryPool query = root.child("query");
        victim[0] = query.child("sort");
        MemoryPool build = query.child("build");
        victim[0].reserve(10);
        build.reserve(MIB);
        assertEquals(0, victim[0].reserved());
        build.release(1);
        root.reserve(1);
        assertThrows(MemoryLimitException.class, () -> build.reserve(MIB));
        assertEquals(MIB, root.reserved());
    }

    private static String assertInternal(Executable executable) {
        return assertThrows(CarbideInternalException.class, executable).getMessage();
    }
}
