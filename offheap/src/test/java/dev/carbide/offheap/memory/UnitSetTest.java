package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against {@link BitSet}. */
final class UnitSetTest {
    private static final int UNITS = 256;

    record Change(boolean add, int from, int to) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> units = Arbitraries.integers().between(0, UNITS - 1);
        return Combinators.combine(Arbitraries.of(true, false), units, units)
                .as((add, a, b) -> new Change(add, Math.min(a, b), Math.max(a, b) + 1))
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 300)
    void addsAndRemovesRanges(@ForAll("changes") List<Change> changes) {
        UnitSet units = new UnitSet(UNITS);
        BitSet model = new BitSet();
        for (Change change : changes) {
            int before = model.cardinality();
            model.set(change.from, change.to, change.add);
            int changed = change.add ? units.add(change.from, change.to) : units.remove(change.from, change.to);
            assertEquals(Math.abs(model.cardinality() - before), changed);
            verify(model, units);
        }
        verify(model, units.removeAll());
        verify(new BitSet(), units);
    }

    private static void verify(BitSet model, UnitSet units) {
        assertEquals(model.cardinality(), units.size());
        for (int unit = 0; unit < UNITS; unit++) {
            assertEquals(model.nextSetBit(unit), units.nextIn(unit));
            assertEquals(Math.min(UNITS, model.nextClearBit(unit)), units.nextOut(unit));
        }
    }
}
