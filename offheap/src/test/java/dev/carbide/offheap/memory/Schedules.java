package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Runs a scenario under many schedules: all with few changes of threads that were not forced, one after the other, and some at
 * random. A failure says how to run its schedule again.
 */
final class Schedules {
    /** Sets threads up in a fresh schedule; returns what to check at the end. */
    interface Scenario {
        Check prepare(Schedule schedule);
    }

    interface Check {
        void run() throws Throwable;
    }

    private Schedules() {}

    /** All schedules with at most {@code preemptions} changes of a thread that could have gone on, up to {@code most} of them. */
    static int enumerate(int preemptions, int most, Scenario scenario) {
        List<int[]> path = new ArrayList<>();
        int runs = 0;
        do {
            Enumeration choices = new Enumeration(path, preemptions);
            run(scenario, choices, () -> "schedule " + describe(path));
            runs++;
        } while (runs < most && advance(path));
        return runs;
    }

    static void random(long seed, int runs, int oneIn, Scenario scenario) {
        for (int run = 0; run < runs; run++) {
            long runSeed = seed + run;
            SplittableRandom random = new SplittableRandom(runSeed);
            run(
                    scenario,
                    (count, canGoOn) -> canGoOn && random.nextInt(oneIn) > 0 ? 0 : random.nextInt(count),
                    () -> "seed " + runSeed);
        }
    }

    private static void run(Scenario scenario, Schedule.Choices choices, java.util.function.Supplier<String> name) {
        Schedule schedule = new Schedule(choices);
        Check check = scenario.prepare(schedule);
        try {
            schedule.run();
            check.run();
        } catch (Throwable e) {
            throw new AssertionError("Failed under " + name.get(), e);
        }
    }

    private static String describe(List<int[]> path) {
        StringBuilder out = new StringBuilder();
        path.forEach(step -> out.append(step[0]).append('/').append(step[1]).append(' '));
        return out.toString();
    }

    /** To the next path in order: the last choice that has an alternative takes it. */
    private static boolean advance(List<int[]> path) {
        while (!path.isEmpty()) {
            int[] last = path.getLast();
            if (++last[0] < last[1]) {
                return true;
            }
            path.removeLast();
        }
        return false;
    }

    /** Follows the path and extends it by first choices. Each step is {choice, number of choices}. */
    private static final class Enumeration implements Schedule.Choices {
        private final List<int[]> path;
        private int left;
        private int depth;

        Enumeration(List<int[]> path, int preemptions) {
            this.path = path;
            this.left = preemptions;
        }

        @Override
        public int choose(int count, boolean canGoOn) {
            if (canGoOn && left == 0) {
                return 0;
            }
            if (depth == path.size()) {
                path.add(new int[] {0, count});
            }
            int choice = path.get(depth++)[0];
            left -= canGoOn && choice > 0 ? 1 : 0;
            return choice;
        }
    }
}
