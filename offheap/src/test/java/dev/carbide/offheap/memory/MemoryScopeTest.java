package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.raw.RawMemory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("access")
final class MemoryScopeTest {
    record Request(long bytes, int alignment) {}

    @Provide
    Arbitrary<List<Request>> requests() {
        Arbitrary<Long> bytes = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 40),
                Arbitraries.longs().between(0, 20_000),
                Arbitraries.longs().between(0, 500_000));
        return Combinators.combine(bytes, Arbitraries.integers().between(0, 12))
                .as((size, shift) -> new Request(size, 1 << shift))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 100)
    void piecesAreAlignedAndDisjoint(@ForAll("requests") List<Request> requests) {
        MemoryPool pool = MemoryPool.root("test", 1 << 28);
        try (PageAllocator allocator = PageAllocator.create()) {
            try (MemoryScope scope = new MemoryScope(allocator, pool)) {
                TreeMap<Long, Long> pieces = new TreeMap<>();
                long wanted = 0;
                for (Request request : requests) {
                    long address = scope.allocate(request.bytes, request.alignment);
                    assertEquals(0, address & (request.alignment - 1));
                    RawMemory.fill(address, request.bytes, (byte) 1);
                    if (request.bytes > 0) {
                        Map.Entry<Long, Long> below = pieces.lowerEntry(address + request.bytes);
                        assertTrue(below == null || below.getKey() + below.getValue() <= address);
                        pieces.put(address, request.bytes);
                    }
                    wanted += request.bytes;
                    assertTrue(wanted <= scope.heldBytes());
                    assertEquals(scope.heldBytes(), pool.reserved());
                }
            }
            assertEquals(0, pool.reserved());
        }
        pool.close();
    }

    @Example
    void smallPiecesShareAPage() {
        MemoryPool pool = MemoryPool.root("test", 1 << 20);
        try (PageAllocator allocator = PageAllocator.create();
                MemoryScope scope = new MemoryScope(allocator, pool)) {
            long first = scope.allocate(3, 8);
            assertEquals(first + 8, scope.allocate(8, 8));
            assertEquals(first + 16, scope.allocateSegment(100, 1).address());
            assertEquals(100, scope.allocateSegment(100, 1).byteSize());
            assertEquals(16384, scope.heldBytes());
            scope.allocate(300_000, 8);
            assertEquals(16384 + 524_288, scope.heldBytes());
        }
    }

    @Example
    void refusesBadRequestsAndUseAfterClose() {
        MemoryPool pool = MemoryPool.root("test", 1 << 16);
        try (PageAllocator allocator = PageAllocator.create()) {
            MemoryScope scope = new MemoryScope(allocator, pool);
            assertThrows(CarbideInternalException.class, () -> scope.allocate(-1, 8));
            assertThrows(CarbideInternalException.class, () -> scope.allocate(1, 3));
            assertThrows(CarbideInternalException.class, () -> scope.allocate(1, 0));
            assertThrows(CarbideInternalException.class, () -> scope.allocate(1, 8192));
            assertThrows(MemoryLimitException.class, () -> scope.allocate(1 << 17, 8));
            scope.allocate(1, 8);
            scope.close();
            scope.close();
            assertEquals(0, pool.reserved());
            assertThrows(CarbideInternalException.class, () -> scope.allocate(1, 8));
        }
    }
}
