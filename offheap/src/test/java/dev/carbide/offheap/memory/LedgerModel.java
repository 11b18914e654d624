package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.MemoryLimitException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ledger of plain sums beside a real one, for one thread. It foretells what fits as things stand. What does not fit may be met
 * by writing out parked consumers: then it checks that only those were that may be, and at a refusal that none was left.
 */
final class LedgerModel {
    private static final long MIB = 1 << 20;
    private static final long LIMIT = 16 * MIB;
    private static final long ROW = 64 << 10;

    private final MemoryArbiter arbiter = new MemoryArbiter(new VirtualTime());
    private final Node root = new Node(MemoryPool.root("kernel", LIMIT, arbiter), null);
    private final ArrayDeque<Node> waiting = new ArrayDeque<>();
    private final List<Node> tasks = new ArrayList<>();

    private static final class Node {
        private final MemoryPool pool;
        private final @Nullable Node parent;
        private final List<Node> children = new ArrayList<>();
        private long own;
        private long guaranteed;
        private long ensured;
        private long floor = -1;
        private @Nullable MemoryTask task;
        private @Nullable TestRows rows;
        private @Nullable Pin pin;
        private boolean entered;

        Node(MemoryPool pool, @Nullable Node parent) {
            this.pool = pool;
            this.parent = parent;
            if (parent != null) {
                parent.children.add(this);
            }
        }

        long reserved() {
            return own + children.stream().mapToLong(Node::reserved).sum();
        }

        long committed() {
            long used =
                    own + kept() + children.stream().mapToLong(Node::committed).sum();
            return Math.max(used, Math.max(guaranteed, ensured));
        }

        /** What of a task's floor is for guarantees to come. */
        private long kept() {
            return task == null ? 0 : Math.max(0, guaranteed - promised() - own);
        }

        private long promised() {
            return children.stream()
                    .mapToLong(child -> child.guaranteed + child.promised())
                    .sum();
        }

        void addTo(List<Node> all) {
            all.add(this);
            children.forEach(child -> child.addTo(all));
        }

        @Nullable
        Node taskNode() {
            return floor >= 0 || parent == null ? (floor >= 0 ? this : null) : parent.taskNode();
        }

        boolean isBelow(Node other) {
            return this == other || parent != null && parent.isBelow(other);
        }
    }

    private List<Node> all() {
        List<Node> all = new ArrayList<>();
        root.addTo(all);
        return all;
    }

    private List<Node> consumers() {
        return all().stream().filter(node -> node.rows != null).toList();
    }

    /** Plain pools and those of tasks that run. */
    private Node plain(int pick) {
        List<Node> plain = all().stream()
                .filter(node -> node.rows == null && !waiting.contains(node))
                .toList();
        return plain.get(pick % plain.size());
    }

    /** The pools that a change forbids, if it is made as things stand. */
    private List<Node> forbidding(Node node, Runnable change, Runnable undo) {
        Map<Node, Long> before = new HashMap<>();
        for (Node above = node; above != null; above = above.parent) {
            before.put(above, above.committed());
        }
        change.run();
        List<Node> forbidding = new ArrayList<>();
        for (Node above = node; above != null; above = above.parent) {
            long after = above.committed();
            if (after > above.pool.limit() && after > before.get(above)) {
                forbidding.add(above);
            }
        }
        undo.run();
        return forbidding;
    }

    private boolean isAboveGuarantee(Node task) {
        return task.committed() > Math.max(LIMIT / (2L * Math.max(1, tasks.size())), task.floor);
    }

    private boolean mayTake(Node consumer, Node requester) {
        Node other = consumer.taskNode();
        return other == null || other == requester.taskNode() || isAboveGuarantee(other);
    }

    /** Does something that needs room; {@code change} is what the sums do if it is granted. */
    private boolean attempt(Node node, Runnable real, Runnable change, Runnable undo) {
        boolean fits = forbidding(node, change, undo).isEmpty();
        Map<Node, Integer> rowsBefore = new HashMap<>();
        List<Node> takeable = new ArrayList<>();
        boolean wanted = node.rows != null && node.rows.isWanted();
        for (Node consumer : consumers()) {
            rowsBefore.put(consumer, consumer.rows.residentRows());
            if (consumer == node || !consumer.entered && mayTake(consumer, node)) {
                takeable.add(consumer);
            }
        }
        Map<MemoryPool, Long> overdrawn = overdrawn(node);
        boolean granted = true;
        try {
            real.run();
        } catch (MemoryLimitException refusal) {
            granted = false;
        }
        rowsBefore.forEach((consumer, before) -> {
            if (consumer.rows.residentRows() != before) {
                assertTrue(takeable.contains(consumer), () -> consumer.pool.path() + " was not to be written out");
                assertTrue(!fits || wanted && consumer == node, "there was room");
            }
            consumer.own = consumer.rows.residentRows() * ROW;
        });
        List<Node> forbidding = forbidding(node, change, undo);
        overdrawn.forEach((pool, before) -> assertTrue(pool.granted() <= before, pool::path));
        assertTrue(forbidding.isEmpty() == granted || granted && !overdrawn.isEmpty(), root.pool::toString);
        if (granted) {
            change.run();
        } else {
            assertTrue(
                    forbidding.stream().anyMatch(limiting -> nothingLeft(limiting, node)),
                    () -> "refused\n" + root.pool);
        }
        return granted;
    }

    /**
     * Pools from here up whose limit was lowered below what they held, and what they hold. What is returned to them may be used
     * once more; more than that they do not get.
     */
    private static Map<MemoryPool, Long> overdrawn(Node node) {
        Map<MemoryPool, Long> overdrawn = new HashMap<>();
        for (Node above = node; above != null; above = above.parent) {
            if (above.pool.granted() > above.pool.limit()) {
                overdrawn.put(above.pool, above.pool.granted());
            }
        }
        return overdrawn;
    }

    private boolean nothingLeft(Node limiting, Node requester) {
        return consumers().stream()
                .noneMatch(consumer -> consumer != requester
                        && !consumer.entered
                        && consumer.isBelow(limiting)
                        && consumer.own > consumer.guaranteed
                        && mayTake(consumer, requester));
    }

    void child(int pick) {
        Node parent = plain(pick);
        new Node(parent.pool.child("pool"), parent);
    }

    void close(int pick) {
        Node node = plain(pick);
        if (node.floor < 0 && node.parent != null && node.own == 0 && node.children.isEmpty()) {
            node.pool.close();
            node.parent.children.remove(node);
        }
    }

    void reserve(int pick, long bytes) {
        Node node = plain(pick);
        attempt(node, () -> node.pool.reserve(bytes), () -> node.own += bytes, () -> node.own -= bytes);
    }

    void release(int pick, long bytes) {
        Node node = plain(pick);
        long released = Math.min(bytes, node.own);
        node.own -= released;
        node.pool.release(released);
    }

    void guarantee(int pick, long bytes) {
        Node node = plain(pick);
        // lowered under what is in use, it would have its task keep more than there is until that is returned
        boolean taken = node.taskNode() != null && bytes < node.guaranteed && bytes < node.reserved();
        if (node.floor < 0 && node != root && !taken) {
            long before = node.guaranteed;
            attempt(
                    node,
                    () -> node.pool.guarantee(bytes),
                    () -> node.guaranteed = bytes,
                    () -> node.guaranteed = before);
        }
    }

    /** As things stand. */
    void ensure(int pick, long bytes) {
        Node node = plain(pick);
        if (node.children.isEmpty() && node != root) {
            long before = node.ensured;
            Runnable change = () -> node.ensured = bytes == 0 ? 0 : node.own + bytes;
            boolean fits = forbidding(node, change, () -> node.ensured = before).isEmpty();
            if (fits) {
                change.run();
            }
            boolean overdrawn = !overdrawn(node).isEmpty();
            boolean granted = node.pool.tryEnsure(bytes);
            if (granted && !fits) {
                change.run();
            }
            assertTrue(granted == fits || granted && overdrawn, () -> bytes + " ensured\n" + root.pool);
        }
    }

    void consumer(int pick, long bytes) {
        Node parent = plain(pick);
        long kept = Math.min(bytes, 2 * MIB) / ROW * ROW;
        Node node = new Node(parent.pool.child("rows"), parent);
        boolean made = attempt(
                node,
                () -> node.rows = new TestRows(node.pool, ROW, kept, arbiter, () -> {}),
                () -> node.guaranteed = kept,
                () -> node.guaranteed = 0);
        if (made) {
            node.pin = node.rows.newPin();
        } else {
            node.pool.close();
            parent.children.remove(node);
        }
    }

    /** Enters, unless it is inside already, makes sure that there is room for some rows, adds them, and leaves. */
    void fill(int pick, long bytes) {
        Node node = anyConsumer(pick);
        if (node == null) {
            return;
        }
        long rows = bytes / ROW;
        assertTrue(node.entered || node.pin.tryEnter(() -> {}));
        boolean granted = attempt(
                node,
                () -> node.rows.ensure(rows * ROW, node.pin),
                () -> node.own += rows * ROW,
                () -> node.own -= rows * ROW);
        if (granted) {
            for (long row = 0; row < rows; row++) {
                node.rows.add();
            }
        } else {
            assertTrue(rows * ROW > node.guaranteed, "it was guaranteed so much");
        }
        if (!node.entered) {
            leave(node);
        }
    }

    private @Nullable Node anyConsumer(int pick) {
        List<Node> consumers = consumers();
        return consumers.isEmpty() ? null : consumers.get(pick % consumers.size());
    }

    void enterOrPark(int pick) {
        Node node = anyConsumer(pick);
        if (node != null && node.entered) {
            node.entered = false;
            leave(node);
        } else if (node != null) {
            assertTrue(node.pin.tryEnter(() -> {}));
            node.entered = true;
        }
    }

    /** A task that waits may have consumers written out as soon as somebody parks. */
    private void leave(Node node) {
        node.pin.exit();
        sync();
    }

    private void sync() {
        consumers().forEach(consumer -> consumer.own = consumer.rows.residentRows() * ROW);
    }

    void endConsumer(int pick) {
        Node node = anyConsumer(pick);
        if (node != null) {
            endConsumer(node);
        }
    }

    private void endConsumer(Node node) {
        if (node.entered) {
            leave(node);
        }
        node.parent.children.remove(node);
        node.rows.end();
        sync();
    }

    void admit(long floor) {
        Node node = new Node(root.pool.child("task"), root);
        waiting.add(node);
        node.floor = floor;
        arbiter.tasks()
                .submit(node.pool, floor, () -> false, task -> admitted(node, task), reason -> refused(node, reason));
        sync();
    }

    private void admitted(Node node, MemoryTask task) {
        assertEquals(node, waiting.poll(), "in their order");
        node.task = task;
        node.guaranteed = node.floor;
        tasks.add(node);
    }

    private void refused(Node node, RuntimeException reason) {
        assertEquals(node, waiting.poll(), "in their order");
        assertTrue(tasks.isEmpty(), "somebody could have ended");
        root.children.remove(node);
        sync();
        assertTrue(root.committed() + node.floor > LIMIT, reason::getMessage);
    }

    void endTask(int pick) {
        if (!tasks.isEmpty()) {
            endTask(tasks.get(pick % tasks.size()));
        }
    }

    private void endTask(Node node) {
        endBelow(node);
        tasks.remove(node);
        root.children.remove(node);
        node.pool.release(node.own);
        node.task.close();
        sync();
    }

    private void endBelow(Node node) {
        for (Node child : List.copyOf(node.children)) {
            if (child.rows != null) {
                endConsumer(child);
            } else if (child.floor < 0) {
                endBelow(child);
                node.children.remove(child);
                child.pool.release(child.own);
                child.pool.close();
            }
        }
    }

    void verify() {
        for (Node node : all()) {
            assertEquals(node.reserved(), node.pool.reserved(), node.pool::path);
            assertEquals(node.committed(), node.pool.committed(), () -> node.pool.path() + "\n" + root.pool);
            assertTrue(node.pool.peak() <= LIMIT);
            if (node.rows != null) {
                node.rows.check();
            }
        }
        for (Node task : tasks) {
            assertEquals(Math.max(task.floor, LIMIT / tasks.size()), task.pool.limit());
        }
        assertEquals(tasks.size(), arbiter.tasks().active());
        assertTrue(
                waiting.isEmpty() || root.committed() + waiting.peek().floor > LIMIT,
                "there is room for the first one");
    }

    /** Ends everything; the whole budget is there again. */
    void end() {
        endBelow(root);
        root.pool.release(root.own);
        while (!tasks.isEmpty()) {
            endTask(tasks.getFirst());
        }
        assertTrue(waiting.isEmpty());
        assertTrue(root.pool.tryReserve(LIMIT));
        root.pool.release(LIMIT);
        root.pool.close();
    }
}
