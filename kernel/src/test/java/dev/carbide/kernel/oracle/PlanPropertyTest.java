package dev.carbide.kernel.oracle;

import dev.carbide.kernel.Kernel;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random plans over random tables give what the {@link PlanInterpreter} gives. {@code -Dcarbide.fuzz.factor=1000} tries so
 * many times more; a failure names the seed of its plan, which {@code -Dcarbide.fuzz.seed} runs alone.
 */
class PlanPropertyTest {
    private static final int FACTOR = Integer.getInteger("carbide.fuzz.factor", 1);
    private static final Map<Long, Kernel> KERNELS = new HashMap<>();

    @Property(tries = 60, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void generatedPipelinesReturnWhatTheInterpreterDoes(@ForAll long seed) {
        Random seeds = new Random(seed);
        for (int repetition = 0; repetition < FACTOR; repetition++) {
            checkPlan(Long.getLong("carbide.fuzz.seed", seeds.nextLong()));
        }
    }

    private static void checkPlan(long seed) {
        Random random = new Random(seed);
        int batchRows = random.nextInt(4) == 0 ? 1 : random.nextBoolean() ? 7 : 2048;
        int workers = random.nextInt(3) == 0 ? 1 : 4;
        try {
            QueryCheck.check(kernel(batchRows, workers), RandomPlan.of(seed, batchRows == 2048 ? 5000 : 200));
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("Plan of seed " + seed + " " + failure.getMessage(), failure);
        }
    }

    private static Kernel kernel(int batchRows, int workers) {
        return KERNELS.computeIfAbsent(
                (long) batchRows << Integer.SIZE | workers,
                ignored -> Kernel.builder()
                        .memory(512 << 20)
                        .batchRows(batchRows)
                        .workers(workers)
                        .build());
    }

    @AfterContainer
    static void closeKernels() {
        KERNELS.values().forEach(Kernel::close);
        KERNELS.clear();
    }
}
