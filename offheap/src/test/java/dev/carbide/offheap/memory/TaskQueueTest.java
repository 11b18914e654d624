package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Admission and fairness. */
final class TaskQueueTest {
    private static final long MIB = 1 << 20;

    private final MemoryArbiter arbiter = new MemoryArbiter(new VirtualTime());
    private final MemoryPool root = MemoryPool.root("kernel", 16 * MIB, arbiter);
    private final List<String> events = new ArrayList<>();

    private final class Submitted {
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private @Nullable MemoryTask task;
        private @Nullable RuntimeException refused;

        Submitted(String name, long floor) {
            arbiter.tasks()
                    .submit(
                            root.child(name),
                            floor,
                            cancelled::get,
                            admitted -> {
                                task = admitted;
                                events.add(name);
                            },
                            reason -> {
                                refused = reason;
                                events.add("not " + name);
                            });
        }

        MemoryTask task() {
            if (task == null) {
                throw new AssertionError("not admitted", refused);
            }
            return task;
        }
    }

    private TestRows rows(MemoryPool above, int rows) {
        TestRows consumer = new TestRows(above.child("rows"), MIB, arbiter);
        consumer.newPin();
        for (int row = 0; row < rows; row++) {
            consumer.add();
        }
        return consumer;
    }

    @Test
    void aFloorOneByteTooLargeIsRefusedWithBothFigures() {
        MemoryPool pool = root.child("large");
        MemoryLimitException refusal = assertThrows(
                MemoryLimitException.class,
                () -> arbiter.tasks().submit(pool, 16 * MIB + 1, () -> false, task -> {}, reason -> {}));
        assertTrue(
                refusal.getMessage()
                        .contains("needs at least 16777217 bytes, its floor, and can have at most 16777216 by the"
                                + " budget"),
                refusal.getMessage());
        MemoryPool limited = root.child("limited", 5);
        refusal = assertThrows(
                MemoryLimitException.class,
                () -> arbiter.tasks().submit(limited, 6, () -> false, task -> {}, reason -> {}));
        assertTrue(
                refusal.getMessage().contains("at least 6 bytes, its floor, and can have at most 5 by its own limit"));
        assertTrue(root.children().isEmpty());
        Submitted exact = new Submitted("exact", 16 * MIB);
        exact.task().close();
    }

    @Test
    void tasksBeginInTheirOrder() {
        Submitted first = new Submitted("first", 10 * MIB);
        Submitted large = new Submitted("large", 12 * MIB);
        Submitted small = new Submitted("small", 2 * MIB);
        assertEquals(List.of("first"), events, "nobody overtakes");
        first.task().close();
        assertEquals(List.of("first", "large", "small"), events);
        large.task().close();
        small.task().close();
        assertEquals(0, root.reserved());
    }

    @Test
    void aReleaseBesideTasksLetsThemBegin() {
        MemoryPool tables = root.child("tables");
        Submitted first = new Submitted("first", MIB);
        tables.reserve(10 * MIB);
        Submitted second = new Submitted("second", 8 * MIB);
        assertEquals(List.of("first"), events);
        tables.release(10 * MIB);
        assertEquals(List.of("first", "second"), events);
        first.task().close();
        second.task().close();
    }

    @Test
    void aTaskCancelledInTheMiddleOfTheQueueLeavesIt() {
        Submitted first = new Submitted("first", 16 * MIB);
        Submitted second = new Submitted("second", 16 * MIB);
        Submitted third = new Submitted("third", 16 * MIB);
        third.cancelled.set(true);
        arbiter.tasks().admitWaiting();
        assertEquals(List.of("first", "not third"), events);
        assertInstanceOf(CancelledException.class, third.refused);
        second.cancelled.set(true);
        first.task().close();
        assertEquals(List.of("first", "not third", "not second"), events);
        assertTrue(root.children().isEmpty());
    }

    @Test
    void whatNobodyCanGiveBackIsNotWaitedFor() {
        MemoryPool tables = root.child("tables");
        tables.reserve(10 * MIB);
        Submitted task = new Submitted("task", 8 * MIB);
        assertInstanceOf(MemoryLimitException.class, task.refused);
        assertTrue(task.refused.getMessage().contains("tables: 10.0 MiB"), task.refused.getMessage());
    }

    @Test
    void whatIsParkedBesideTasksMakesWay() {
        TestRows cached = rows(root, 12);
        Submitted task = new Submitted("task", 10 * MIB);
        assertTrue(cached.residentRows() <= 6);
        task.task().close();
        cached.end();
    }

    @Test
    void whatGrowsAfterwardsMakesWayWhenItIsParked() {
        Submitted hog = new Submitted("hog", MIB);
        TestRows rows = new TestRows(hog.task().pool().child("rows"), MIB, arbiter);
        Pin pin = rows.newPin();
        assertTrue(pin.tryEnter(() -> {}));
        MemoryPool tables = root.child("tables");
        tables.reserve(3 * MIB);
        Submitted task = new Submitted("task", 13 * MIB);
        for (int row = 0; row < 13; row++) {
            rows.add();
        }
        tables.release(MIB);
        assertEquals(List.of("hog"), events);
        pin.exit();
        assertEquals(List.of("hog", "task"), events);
        tables.release(2 * MIB);
        task.task().close();
        rows.end();
        hog.task().close();
    }

    @Test
    void capsFollowBeginningsAndEnds() {
        Submitted first = new Submitted("first", MIB);
        assertEquals(16 * MIB, first.task().pool().limit());
        Submitted second = new Submitted("second", 6 * MIB);
        assertEquals(8 * MIB, first.task().pool().limit());
        Submitted third = new Submitted("third", MIB);
        assertEquals(16 * MIB / 3, first.task().pool().limit());
        assertEquals(6 * MIB, second.task().pool().limit(), "its floor");
        second.task().close();
        assertEquals(8 * MIB, first.task().pool().limit());
        third.task().close();
        assertEquals(16 * MIB, first.task().pool().limit());
        first.task().close();
    }

    @Test
    void aLoweredCapHoldsForUnusedQuantaToo() {
        Submitted first = new Submitted("first", MIB);
        MemoryPool pool = first.task().pool().child("pool");
        pool.guarantee(MIB);
        pool.reserve(8 * MIB - 1);
        Submitted second = new Submitted("second", MIB);
        assertEquals(8 * MIB, first.task().pool().limit());
        assertFalse(pool.tryReserve(2));
        assertTrue(pool.tryReserve(1));
        pool.release(8 * MIB);
        pool.close();
        second.task().close();
        first.task().close();
    }

    @Test
    void nobodyTakesFromATaskBelowItsShare() {
        Submitted modest = new Submitted("modest", MIB);
        Submitted greedy = new Submitted("greedy", MIB);
        TestRows rows = rows(modest.task().pool(), 4);
        MemoryPool pool = greedy.task().pool().child("pool");
        pool.guarantee(MIB);
        pool.reserve(8 * MIB);
        MemoryPool tables = root.child("tables");
        tables.reserve(4 * MIB);
        assertEquals(4, rows.residentRows());
        pool.release(MIB);
        assertThrows(MemoryLimitException.class, () -> tables.reserve(2 * MIB));
        assertEquals(4, rows.residentRows(), "a quarter of the budget is its own");
        rows.add();
        assertThrows(MemoryLimitException.class, () -> tables.reserve(6 * MIB));
        assertTrue(rows.residentRows() < 5, "beyond that it gives");
        tables.release(4 * MIB);
        pool.release(7 * MIB);
        pool.close();
        rows.end();
        modest.task().close();
        greedy.task().close();
    }

    /** A hog has all there is before the other comes; it goes on working, and gives up within a few safepoints. */
    @Test
    void aTaskGetsItsShareFromOneThatRuns() {
        Schedules.random(11, 200, 4, schedule -> {
            MemoryArbiter scheduled = new MemoryArbiter(schedule);
            MemoryPool budget = MemoryPool.root("kernel", 16 * MIB, scheduled);
            MemoryTask[] tasks = new MemoryTask[2];
            scheduled.tasks().submit(budget.child("hog"), MIB, () -> false, task -> tasks[0] = task, reason -> {});
            TestRows rows = new TestRows(tasks[0].pool().child("rows"), MIB, MIB, scheduled, schedule::yieldNow);
            Pin pin = rows.newPin();
            for (int row = 0; row < 15; row++) {
                rows.add();
            }
            scheduled.tasks().submit(budget.child("other"), 0, () -> false, task -> tasks[1] = task, reason -> {});
            int[] safepoints = new int[2];
            boolean[] asks = new boolean[1];
            schedule.add(() -> {
                while (safepoints[1] == 0) {
                    boolean[] woken = new boolean[1];
                    while (!pin.tryEnter(() -> woken[0] = true)) {
                        schedule.await(() -> woken[0]);
                        woken[0] = false;
                    }
                    schedule.yieldNow();
                    pin.exit();
                    safepoints[0] += asks[0] ? 1 : 0;
                }
            });
            schedule.add(() -> {
                asks[0] = true;
                MemoryPool pool = tasks[1].pool().child("pool");
                pool.reserve(4 * MIB);
                safepoints[1] = 1;
                pool.release(4 * MIB);
            });
            return () -> assertTrue(safepoints[0] <= 30, safepoints[0] + " safepoints");
        });
    }

    @Test
    void aDefectiveCallBackHitsItsOwnTaskOnly() {
        Submitted first = new Submitted("first", 16 * MIB);
        List<RuntimeException> failures = new ArrayList<>();
        List<MemoryTask> admitted = new ArrayList<>();
        arbiter.tasks()
                .submit(
                        root.child("defective"),
                        MIB,
                        () -> false,
                        task -> {
                            admitted.add(task);
                            throw new IllegalStateException("broken");
                        },
                        failures::add);
        Submitted last = new Submitted("last", MIB);
        first.task().close();
        assertEquals("broken", failures.getFirst().getCause().getMessage());
        assertEquals(List.of("first", "last"), events);
        admitted.getFirst().close();
        last.task().close();
        assertEquals(0, arbiter.tasks().active());
    }

    @Test
    void aTaskThatLeaksIsNamedAndDoesNotStayInTheCount() {
        Submitted leaking = new Submitted("leaking", MIB);
        leaking.task().pool().reserve(5);
        assertThrows(CarbideInternalException.class, () -> leaking.task().close());
        assertEquals(0, arbiter.tasks().active());
        leaking.task().pool().release(5);
        leaking.task().close();
        assertTrue(root.children().isEmpty());
    }

    /** The pool between gets the guarantee's quantum back; it must not grow into what the task keeps. */
    @Test
    void whatAnEndedGuaranteeLeavesIsKeptForTheNext() {
        Submitted task = new Submitted("task", 8 * MIB);
        Submitted other = new Submitted("other", 0);
        MemoryPool between = task.task().pool().child("between");
        MemoryPool first = between.child("first");
        first.guarantee(64 << 10);
        first.close();
        assertFalse(between.tryReserve(1));
        MemoryPool second = between.child("second");
        second.guarantee(8 * MIB);
        second.close();
        between.close();
        task.task().close();
        other.task().close();
    }

    @Test
    void aGuaranteeOfWhatIsInUseLeavesRoomForTheNextTask() {
        Submitted first = new Submitted("first", 8 * MIB);
        MemoryPool pool = first.task().pool().child("pool");
        pool.reserve(1);
        Submitted second = new Submitted("second", 8 * MIB);
        assertEquals(List.of("first"), events);
        pool.guarantee(1);
        assertEquals(List.of("first", "second"), events);
        second.task().close();
        pool.release(1);
        pool.close();
        first.task().close();
    }
}
