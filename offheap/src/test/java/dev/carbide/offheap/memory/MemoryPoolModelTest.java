package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The ledger does what a tree of plain sums would do, whatever quanta its pools hold. */
final class MemoryPoolModelTest {
    private static final long KIB = 1 << 10;

    /** What to do to a pool that is chosen by {@code pick} among the open ones. */
    record Operation(Kind kind, int pick, long bytes) {}

    enum Kind {
        RESERVE,
        TRY_RESERVE,
        RELEASE,
        RELEASE_ALL,
        RELEASE_TOO_MUCH,
        CHILD,
        LIMITED_CHILD,
        CLOSE
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        Arbitrary<Long> bytes = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 100),
                Arbitraries.of(64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 128 * KIB, 1024 * KIB),
                Arbitraries.longs().between(0, 3000 * KIB));
        return Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.integers().between(0, 1000), bytes)
                .as(Operation::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 300)
    void behavesAsPlainSums(@ForAll("operations") List<Operation> operations) {
        Model root = new Model(MemoryPool.root("root", 4096 * KIB), null);
        List<Model> open = new ArrayList<>(List.of(root));
        for (Operation operation : operations) {
            open.get(operation.pick() % open.size()).apply(operation, open);
            open.forEach(Model::verify);
        }
        for (Model model : open.reversed()) {
            model.pool.release(model.own);
            model.pool.close();
        }
    }

    /** A pool with what must be reserved in it. */
    private static final class Model {
        private final MemoryPool pool;
        private final @Nullable Model parent;
        private long own;
        private long ownPeak;
        private final List<Model> children = new ArrayList<>();
        private boolean everHadChildren;

        Model(MemoryPool pool, @Nullable Model parent) {
            this.pool = pool;
            this.parent = parent;
        }

        void apply(Operation operation, List<Model> open) {
            long bytes = operation.bytes();
            switch (operation.kind()) {
                case RESERVE -> reserve(bytes);
                case TRY_RESERVE -> tryReserve(bytes);
                case RELEASE -> release(Math.min(own, bytes));
                case RELEASE_ALL -> release(own);
                case RELEASE_TOO_MUCH ->
                    assertThrows(CarbideInternalException.class, () -> pool.release(own + 1 + bytes));
                case CHILD -> open.add(addChild(pool.child("pool")));
                case LIMITED_CHILD -> open.add(addChild(pool.child("limited", bytes)));
                case CLOSE -> close(open);
            }
        }

        private void reserve(long bytes) {
            if (fits(bytes)) {
                pool.reserve(bytes);
                own += bytes;
            } else {
                assertThrows(MemoryLimitException.class, () -> pool.reserve(bytes));
            }
        }

        private void tryReserve(long bytes) {
            assertEquals(fits(bytes), pool.tryReserve(bytes), () -> bytes + " bytes in " + pool.path());
            own += fits(bytes) ? bytes : 0;
        }

        private void release(long bytes) {
            pool.release(bytes);
            own -= bytes;
        }

        private Model addChild(MemoryPool child) {
            Model model = new Model(child, this);
            children.add(model);
            everHadChildren = true;
            return model;
        }

        private void close(List<Model> open) {
            if (own > 0 || !children.isEmpty()) {
                assertThrows(CarbideInternalException.class, pool::close);
            } else if (parent != null) {
                pool.close();
                parent.children.remove(this);
                open.remove(this);
            }
        }

        private boolean fits(long bytes) {
            return bytes <= pool.limit() - reserved() && (parent == null || parent.fits(bytes));
        }

        private long reserved() {
            long reserved = own;
            for (Model child : children) {
                reserved += child.reserved();
            }
            return reserved;
        }

        void verify() {
            ownPeak = Math.max(ownPeak, own);
            assertEquals(reserved(), pool.reserved());
            assertTrue(pool.reserved() <= pool.peak() && pool.peak() <= pool.limit());
            if (!everHadChildren) {
                assertEquals(ownPeak, pool.peak());
            }
        }
    }
}
