package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Buddy blocks against a bitmap of units. */
final class ChunkTest {
    private static final int ORDERS = 6;
    private static final int UNIT_BITS = 12;
    private static final long ADDRESS = 1L << 40;

    record Operation(boolean allocate, int order, int pick) {}

    record Block(int unit, int order) {
        int end() {
            return unit + (1 << order);
        }
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        return Combinators.combine(
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(0, ORDERS),
                        Arbitraries.integers().between(0, 1000))
                .as(Operation::new)
                .list()
                .ofMaxSize(100);
    }

    @Property(tries = 300)
    void blocksAreAlignedDisjointAndCoalesce(@ForAll("operations") List<Operation> operations) {
        Chunk chunk = new Chunk(ADDRESS, UNIT_BITS, ORDERS);
        List<Block> blocks = new ArrayList<>();
        BitSet used = new BitSet();
        BitSet dirty = new BitSet();
        for (Operation operation : operations) {
            if (operation.allocate && operation.order <= chunk.largestFree()) {
                Block block = new Block(chunk.allocate(operation.order), operation.order);
                assertEquals(0, block.unit & ((1 << block.order) - 1));
                assertTrue(block.end() <= 1 << ORDERS
                        && used.get(block.unit, block.end()).isEmpty());
                used.set(block.unit, block.end());
                assertEquals(
                        dirty.get(block.unit, block.end()).cardinality(), chunk.takeDirty(block.unit, block.order));
                dirty.clear(block.unit, block.end());
                blocks.add(block);
            } else if (!operation.allocate && !blocks.isEmpty()) {
                Block block = blocks.remove(operation.pick % blocks.size());
                chunk.free(block.unit, block.order);
                used.clear(block.unit, block.end());
                dirty.set(block.unit, block.end());
            }
            assertEquals(largestFree(used), chunk.largestFree());
            assertEquals(used.isEmpty(), chunk.isEmpty());
            assertEquals(dirty.cardinality(), chunk.dirtyUnits());
        }
        blocks.forEach(block -> chunk.free(block.unit, block.order));
        assertTrue(chunk.isEmpty());
        assertEquals(ORDERS, chunk.largestFree());
    }

    private static int largestFree(BitSet used) {
        for (int order = ORDERS; order >= 0; order--) {
            for (int unit = 0; unit < 1 << ORDERS; unit += 1 << order) {
                if (used.get(unit, unit + (1 << order)).isEmpty()) {
                    return order;
                }
            }
        }
        return -1;
    }

    @Example
    void smallBlocksGoWhereLittleIsLeft() {
        Chunk chunk = new Chunk(ADDRESS, UNIT_BITS, ORDERS);
        assertEquals(0, chunk.allocate(ORDERS - 1));
        int quarter = chunk.allocate(ORDERS - 2);
        int small = chunk.allocate(0);
        chunk.free(0, ORDERS - 1);
        assertEquals(small + 1, chunk.allocate(0));
        assertEquals(ORDERS - 1, chunk.largestFree());
        assertEquals(32, quarter);
    }

    @Example
    void unitsAndAddressesCorrespond() {
        Chunk chunk = new Chunk(ADDRESS, UNIT_BITS, ORDERS);
        assertEquals(ADDRESS + 5 * 4096, chunk.addressOf(5));
        assertEquals(5, chunk.unitOf(ADDRESS + 5 * 4096));
    }

    @Example
    void listsFindTheTightestChunk() {
        ChunkList list = new ChunkList(ORDERS);
        Chunk whole = new Chunk(ADDRESS, UNIT_BITS, ORDERS);
        Chunk half = new Chunk(2 * ADDRESS, UNIT_BITS, ORDERS);
        half.allocate(0);
        Chunk full = new Chunk(3 * ADDRESS, UNIT_BITS, ORDERS);
        full.allocate(ORDERS);
        list.add(full);
        list.add(half);
        list.add(whole);
        assertEquals(half, list.bestFor(0));
        assertEquals(half, list.bestFor(ORDERS - 1));
        assertEquals(whole, list.bestFor(ORDERS));
        list.remove(half);
        assertEquals(whole, list.bestFor(0));
        list.remove(whole);
        assertEquals(null, list.bestFor(0));
        assertEquals(List.of(full), list.all());
    }
}
