package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.raw.SystemMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Pages keep what is written to them, and the ledger, the allocator and the system agree on how many there are. */
final class PageAllocatorModelTest {
    private static final long MIN_PAGE = Math.max(4096, SystemMemory.current().pageSize());
    private static final long CHUNK = 16 * MIN_PAGE;

    record Operation(Kind kind, long bytes, int pick) {}

    enum Kind {
        ALLOCATE,
        ALLOCATE_ZEROED,
        FREE,
        FREE_SOME,
        TRIM
    }

    record Held(Page page, long stamp) {}

    @Provide
    Arbitrary<List<Operation>> operations() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(8, Kind.ALLOCATE),
                Tuple.of(4, Kind.ALLOCATE_ZEROED),
                Tuple.of(6, Kind.FREE),
                Tuple.of(2, Kind.FREE_SOME),
                Tuple.of(1, Kind.TRIM));
        Arbitrary<Long> bytes = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 3 * MIN_PAGE),
                Arbitraries.longs().between(1, CHUNK * 2));
        return Combinators.combine(kinds, bytes, Arbitraries.integers().between(0, 1000))
                .as(Operation::new)
                .list()
                .ofMaxSize(80);
    }

    @Provide
    Arbitrary<Long> idleLimits() {
        return Arbitraries.of(0L, 3 * MIN_PAGE, CHUNK, 3 * CHUNK);
    }

    @Property(tries = 150)
    void pagesAndLedgerAgree(@ForAll("operations") List<Operation> operations, @ForAll("idleLimits") long idleLimit) {
        MemoryPool pool = MemoryPool.root("test", 40 * CHUNK);
        try (PageAllocator allocator = PageAllocator.create(SystemMemory.current(), CHUNK, idleLimit)) {
            List<Held> held = new ArrayList<>();
            TreeMap<Long, Page> byAddress = new TreeMap<>();
            for (Operation operation : operations) {
                switch (operation.kind) {
                    case ALLOCATE, ALLOCATE_ZEROED -> held.add(allocate(allocator, pool, operation, byAddress));
                    case FREE -> free(held, operation.pick, 1, byAddress);
                    case FREE_SOME -> free(held, operation.pick, held.size() / 2, byAddress);
                    case TRIM -> {
                        allocator.trim();
                        assertEquals(0, allocator.idleBytes());
                    }
                }
                long live = held.stream().mapToLong(one -> one.page.size()).sum();
                assertEquals(live, allocator.liveBytes());
                assertEquals(live, pool.reserved());
                assertTrue(allocator.idleBytes() <= idleLimit);
                assertTrue(live + allocator.idleBytes() <= allocator.mappedBytes());
            }
            free(held, 0, held.size(), byAddress);
            allocator.trim();
            assertEquals(0, allocator.mappedBytes());
        }
        pool.close();
    }

    private static Held allocate(
            PageAllocator allocator, MemoryPool pool, Operation operation, TreeMap<Long, Page> byAddress) {
        boolean zeroed = operation.kind == Kind.ALLOCATE_ZEROED;
        Page page =
                zeroed ? allocator.allocateZeroed(pool, operation.bytes) : allocator.allocate(pool, operation.bytes);
        assertEquals(allocator.pageSizeFor(operation.bytes), page.size());
        assertTrue(page.size() >= operation.bytes);
        assertEquals(0, page.address() & (page.size() <= CHUNK ? page.size() - 1 : MIN_PAGE - 1));
        Map.Entry<Long, Page> below = byAddress.lowerEntry(page.address() + page.size());
        assertTrue(below == null || below.getKey() + below.getValue().size() <= page.address());
        assertNull(byAddress.put(page.address(), page));
        if (zeroed) {
            assertHolds(page, 0);
        }
        long stamp = page.address() * 31 + byAddress.size();
        for (long offset = 0; offset < page.size(); offset += Long.BYTES) {
            RawMemory.putLong(page.address() + offset, stamp);
        }
        return new Held(page, stamp);
    }

    private static void free(List<Held> held, int pick, int count, TreeMap<Long, Page> byAddress) {
        for (int i = 0; i < count && !held.isEmpty(); i++) {
            Held one = held.remove(pick % held.size());
            assertHolds(one.page, one.stamp);
            byAddress.remove(one.page.address());
            one.page.free();
        }
    }

    private static void assertHolds(Page page, long stamp) {
        long differences = 0;
        for (long offset = 0; offset < page.size(); offset += Long.BYTES) {
            differences |= RawMemory.getLong(page.address() + offset) ^ stamp;
        }
        assertEquals(0, differences);
    }
}
