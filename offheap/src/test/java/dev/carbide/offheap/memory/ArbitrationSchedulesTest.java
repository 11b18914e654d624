package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.MemoryLimitException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumers and requesters in many orders of their steps: every run ends, nothing is lost, nobody waits in vain. */
final class ArbitrationSchedulesTest {
    private static final long MIB = 1 << 20;
    private static final long ROW = MIB;

    /** Works on its consumer in steps: enters, makes sure there is room, adds rows, leaves. */
    private static void work(Schedule schedule, TestRows rows, Pin pin, int steps, int rowsPerStep) {
        for (int step = 0; step < steps; step++) {
            enter(schedule, pin);
            rows.ensure(rowsPerStep * ROW, pin);
            rows.entered();
            for (int row = 0; row < rowsPerStep; row++) {
                assertTrue(rows.pool().tryReserve(0));
                rows.add();
            }
            rows.leaves();
            pin.exit();
        }
    }

    private static void enter(Schedule schedule, Pin pin) {
        boolean[] woken = new boolean[1];
        while (!pin.tryEnter(() -> woken[0] = true)) {
            schedule.await(() -> woken[0]);
            woken[0] = false;
        }
    }

    private static TestRows rows(Schedule schedule, MemoryPool above, String name, long kept, MemoryArbiter arbiter) {
        return new TestRows(above.child(name), ROW, kept, arbiter, schedule::yieldNow);
    }

    /** Two that need more than there is take it from each other or spill themselves, and nobody waits for time to pass. */
    private static Schedules.Check twoThatGrow(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        MemoryPool root = MemoryPool.root("kernel", 5 * MIB, arbiter);
        List<TestRows> all = new ArrayList<>();
        for (String name : List.of("left", "right")) {
            TestRows rows = rows(schedule, root, name, 2 * MIB, arbiter);
            Pin pin = rows.newPin();
            all.add(rows);
            schedule.add(() -> work(schedule, rows, pin, 3, 2));
        }
        return () -> {
            all.forEach(TestRows::end);
            assertEquals(0, root.reserved());
            assertTrue(root.tryReserve(5 * MIB));
            assertEquals(0, schedule.timeouts());
        };
    }

    @Test
    void twoThatGrowEndInEveryOrder() {
        int runs = Schedules.enumerate(2, 1500, ArbitrationSchedulesTest::twoThatGrow);
        assertTrue(runs > 100, runs + " schedules");
        Schedules.random(1, 300, 3, ArbitrationSchedulesTest::twoThatGrow);
    }

    /** Two users of one consumer, and somebody else who needs what it holds. */
    private static Schedules.Check shared(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        MemoryPool root = MemoryPool.root("kernel", 6 * MIB, arbiter);
        TestRows table = rows(schedule, root, "table", MIB, arbiter);
        Pin filling = table.newPin();
        Pin reading = table.newPin();
        schedule.add(() -> work(schedule, table, filling, 4, 1));
        schedule.add(() -> {
            for (int step = 0; step < 4; step++) {
                enter(schedule, reading);
                table.entered();
                schedule.yieldNow();
                table.leaves();
                reading.exit();
            }
        });
        MemoryPool other = root.child("other");
        schedule.add(() -> {
            other.reserve(4 * MIB);
            schedule.yieldNow();
            other.release(4 * MIB);
        });
        return () -> {
            table.end();
            other.close();
            assertEquals(0, root.reserved());
            assertEquals(0, schedule.timeouts());
        };
    }

    @Test
    void aSharedConsumerIsWrittenOutWhenAllHaveLeft() {
        Schedules.enumerate(2, 1500, ArbitrationSchedulesTest::shared);
        Schedules.random(2, 300, 3, ArbitrationSchedulesTest::shared);
    }

    /** Both fill one consumer, so that who needs room must first get the other one out. */
    private static Schedules.Check sharedByFillers(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        MemoryPool root = MemoryPool.root("kernel", 3 * MIB, arbiter);
        TestRows table = rows(schedule, root, "table", MIB, arbiter);
        Pin filling = table.newPin();
        Pin reading = table.newPin();
        schedule.add(() -> work(schedule, table, filling, 5, 1));
        schedule.add(() -> {
            for (int step = 0; step < 3; step++) {
                enter(schedule, reading);
                table.entered();
                schedule.yieldNow();
                table.leaves();
                table.ensureNothing(reading);
                reading.exit();
            }
        });
        return () -> {
            table.end();
            assertEquals(0, schedule.timeouts());
        };
    }

    @Test
    void aUserDoesNotWriteItsConsumerOutUnderAnother() {
        Schedules.enumerate(2, 1500, ArbitrationSchedulesTest::sharedByFillers);
        Schedules.random(3, 300, 3, ArbitrationSchedulesTest::sharedByFillers);
    }

    /** Two need what cannot be written out; the first to try fails it, and the other waits for the first meanwhile. */
    private static Schedules.Check failing(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        MemoryPool root = MemoryPool.root("kernel", 6 * MIB, arbiter);
        TestRows broken = rows(schedule, root, "broken", MIB, arbiter);
        Pin pin = broken.newPin();
        for (int row = 0; row < 5; row++) {
            broken.add();
        }
        broken.failWhenSpilled();
        int[] refused = new int[1];
        for (String name : List.of("left", "right")) {
            MemoryPool requester = root.child(name);
            schedule.add(() -> {
                assertThrows(MemoryLimitException.class, () -> requester.reserve(4 * MIB));
                refused[0]++;
            });
        }
        return () -> {
            assertEquals(2, refused[0]);
            assertThrows(IllegalStateException.class, () -> pin.tryEnter(() -> {}));
            broken.end();
            assertEquals(0, root.reserved());
            assertTrue(root.tryReserve(6 * MIB));
            assertEquals(0, schedule.timeouts());
        };
    }

    @Test
    void aConsumerThatFailsUnderAnotherRequesterIsNotWaitedFor() {
        Schedules.enumerate(2, 1500, ArbitrationSchedulesTest::failing);
    }

    /** Two tasks are submitted while none runs; there is room for each once what is parked has been written out. */
    private static Schedules.Check submittedTogether(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        MemoryPool root = MemoryPool.root("kernel", 6 * MIB, arbiter);
        TestRows cached = rows(schedule, root, "cached", MIB, arbiter);
        cached.newPin();
        for (int row = 0; row < 5; row++) {
            cached.add();
        }
        int[] ended = new int[1];
        for (String name : List.of("left", "right")) {
            MemoryPool pool = root.child(name);
            schedule.add(() -> submitAndEnd(arbiter, pool, 4 * MIB, ended));
        }
        return () -> {
            assertEquals(2, ended[0]);
            cached.end();
            assertEquals(0, root.reserved());
        };
    }

    private static void submitAndEnd(MemoryArbiter arbiter, MemoryPool pool, long floor, int[] ended) {
        arbiter.tasks()
                .submit(
                        pool,
                        floor,
                        () -> false,
                        task -> {
                            task.close();
                            ended[0]++;
                        },
                        refusal -> {
                            throw refusal;
                        });
    }

    @Test
    void nobodyIsRefusedWhileAnotherThreadMakesRoom() {
        Schedules.enumerate(2, 1500, ArbitrationSchedulesTest::submittedTogether);
    }

    /** What a running task uses beside its own pool can be had as soon as the task has ended. */
    private static Schedules.Check endOfTheLast(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        MemoryPool root = MemoryPool.root("kernel", 6 * MIB, arbiter);
        MemoryTask[] last = new MemoryTask[1];
        arbiter.tasks().submit(root.child("last"), MIB, () -> false, task -> last[0] = task, reason -> {});
        TestRows cached = rows(schedule, root, "cached", 0, arbiter);
        Pin pin = cached.newPin();
        for (int row = 0; row < 5; row++) {
            cached.add();
        }
        assertTrue(pin.tryEnter(() -> {}));
        int[] ended = new int[1];
        MemoryPool pool = root.child("next");
        schedule.add(() -> submitAndEnd(arbiter, pool, 4 * MIB, ended));
        schedule.add(() -> {
            pin.exit();
            last[0].close();
        });
        return () -> {
            assertEquals(1, ended[0]);
            cached.end();
            assertEquals(0, root.reserved());
        };
    }

    @Test
    void nobodyIsRefusedAsTheLastTaskEnds() {
        Schedules.enumerate(3, 1500, ArbitrationSchedulesTest::endOfTheLast);
    }

    /** Tasks queue for a budget that holds two floors; each works and ends. */
    private static Schedules.Check tasks(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        MemoryPool root = MemoryPool.root("kernel", 8 * MIB, arbiter);
        List<Integer> ended = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            int task = number;
            schedule.add(() -> {
                MemoryTask admitted = admit(schedule, arbiter, root.child("task-" + task), 3 * MIB);
                TestRows rows = rows(schedule, admitted.pool(), "rows", 2 * MIB, arbiter);
                Pin pin = rows.newPin();
                work(schedule, rows, pin, 3, 2);
                pin.close();
                rows.end();
                admitted.close();
                ended.add(task);
            });
        }
        return () -> {
            assertEquals(3, ended.size());
            assertEquals(0, arbiter.tasks().active());
            assertEquals(0, root.reserved());
            assertTrue(root.tryReserve(8 * MIB));
            assertEquals(0, schedule.timeouts());
        };
    }

    private static MemoryTask admit(Schedule schedule, MemoryArbiter arbiter, MemoryPool pool, long floor) {
        MemoryTask[] admitted = new MemoryTask[1];
        RuntimeException[] refused = new RuntimeException[1];
        arbiter.tasks().submit(pool, floor, () -> false, task -> admitted[0] = task, reason -> refused[0] = reason);
        schedule.await(() -> admitted[0] != null || refused[0] != null);
        if (refused[0] != null) {
            throw refused[0];
        }
        assertNotNull(admitted[0]);
        return admitted[0];
    }

    @Test
    void tasksQueueWorkAndEnd() {
        Schedules.enumerate(2, 1500, ArbitrationSchedulesTest::tasks);
        Schedules.random(4, 300, 3, ArbitrationSchedulesTest::tasks);
    }

    /** A host that has less than both need, and takes some back in between. */
    private static Schedules.Check hosted(Schedule schedule) {
        MemoryArbiter arbiter = new MemoryArbiter(schedule);
        TestHost host = new TestHost(6 * MIB, schedule::yieldNow);
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        List<TestRows> all = new ArrayList<>();
        for (String name : List.of("left", "right")) {
            TestRows rows = rows(schedule, root, name, 2 * MIB, arbiter);
            Pin pin = rows.newPin();
            all.add(rows);
            schedule.add(() -> work(schedule, rows, pin, 3, 2));
        }
        schedule.add(() -> {
            for (int step = 0; step < 3; step++) {
                host.takeBack(2 * MIB);
                schedule.yieldNow();
            }
        });
        return () -> {
            all.forEach(TestRows::end);
            root.close();
            assertEquals(0, host.given());
        };
    }

    @Test
    void aHostTakesBackInEveryOrder() {
        Schedules.enumerate(2, 1500, ArbitrationSchedulesTest::hosted);
        Schedules.random(5, 300, 3, ArbitrationSchedulesTest::hosted);
    }

    /** Both hold what the other needs and cannot give it up: time passes, then one is refused, and the other goes on. */
    @Test
    void whoWaitsInVainIsRefused() {
        Schedules.random(6, 50, 3, schedule -> {
            MemoryArbiter arbiter = new MemoryArbiter(schedule);
            MemoryPool root = MemoryPool.root("kernel", 4 * MIB, arbiter);
            int[] refusals = new int[1];
            for (String name : List.of("left", "right")) {
                TestRows rows = rows(schedule, root, name, 0, arbiter);
                Pin pin = rows.newPin();
                schedule.add(() -> {
                    enter(schedule, pin);
                    try {
                        rows.add();
                        rows.add();
                        rows.add();
                    } catch (MemoryLimitException e) {
                        assertTrue(e.getMessage().contains("requested " + ROW + " bytes"), e.getMessage());
                        refusals[0]++;
                    }
                    pin.exit();
                    rows.end();
                });
            }
            return () -> assertTrue(refusals[0] <= 2 && root.reserved() == 0);
        });
    }
}
