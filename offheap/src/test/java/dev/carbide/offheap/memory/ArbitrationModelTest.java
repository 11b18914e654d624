package dev.carbide.offheap.memory;

import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Pools, tasks and consumers against {@link LedgerModel}, a sequential model of them: after each action both agree on what is reserved,
 * committed, capped, refused and admitted.
 */
final class ArbitrationModelTest {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    @Property(tries = 600)
    void agreesWithTheModel(@ForAll("chains") ActionChain<LedgerModel> chain) {
        end(chain.withInvariant(LedgerModel::verify).run());
    }

    @Provide
    ActionChainArbitrary<LedgerModel> chains() {
        return ActionChain.startWith(LedgerModel::new)
                .withAction(2, action("child", (model, choice) -> model.child(choice.pick())))
                .withAction(1, action("close", (model, choice) -> model.close(choice.pick())))
                .withAction(5, action("reserve", (model, choice) -> model.reserve(choice.pick(), choice.bytes())))
                .withAction(3, action("release", (model, choice) -> model.release(choice.pick(), choice.bytes())))
                .withAction(2, action("guarantee", (model, choice) -> model.guarantee(choice.pick(), choice.bytes())))
                .withAction(2, action("ensure", (model, choice) -> model.ensure(choice.pick(), choice.bytes())))
                .withAction(2, action("consumer", (model, choice) -> model.consumer(choice.pick(), choice.bytes())))
                .withAction(5, action("fill", (model, choice) -> model.fill(choice.pick(), choice.bytes())))
                .withAction(2, action("enter or park", (model, choice) -> model.enterOrPark(choice.pick())))
                .withAction(1, action("end consumer", (model, choice) -> model.endConsumer(choice.pick())))
                .withAction(2, action("admit", (model, choice) -> model.admit(choice.bytes())))
                .withAction(1, action("end task", (model, choice) -> model.endTask(choice.pick())))
                .withMaxTransformations(60);
    }

    /** Among what it is done to, and with how many bytes. */
    record Choice(int pick, long bytes) {}

    private static Action.Independent<LedgerModel> action(String name, BiConsumer<LedgerModel, Choice> effect) {
        Arbitrary<Long> bytes = Arbitraries.oneOf(
                Arbitraries.of(0L, 1L, 64 * KIB, MIB, 3 * MIB, 8 * MIB),
                Arbitraries.longs().between(0, 2 * MIB),
                Arbitraries.longs().between(0, 12 * MIB));
        Arbitrary<Choice> choices = Combinators.combine(Arbitraries.integers().between(0, 1000), bytes)
                .as(Choice::new);
        return () ->
                choices.map(choice -> Transformer.mutate(name + " " + choice, model -> effect.accept(model, choice)));
    }

    private void end(LedgerModel model) {
        model.end();
    }
}
