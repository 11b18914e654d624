package dev.carbide.codegen.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.function.FunctionRegistry;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Generated code and the interpreter agree, function by function. */
class GeneratedCodePropertyTest {
    private static final int CALLS = 10;

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void generatedCodeEqualsTheInterpreter(@ForAll("functions") String function, @ForAll long seed) {
        Scenario scenario = new Scenario(seed);
        List<Expression> expressions = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            expressions.add(FunctionCases.of(function, scenario));
        }
        OracleCheck.check(scenario, expressions);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void treesOfCallsDoSoToo(@ForAll long seed) {
        Scenario scenario = new Scenario(seed);
        List<Expression> expressions = new ArrayList<>();
        for (int tree = 0; tree < CALLS / 2; tree++) {
            DataType type = scenario.oneOf(
                    DataType.BOOLEAN,
                    DataType.INT64,
                    DataType.STRING,
                    DataType.DATE,
                    DataType.FLOAT64,
                    scenario.decimalType(),
                    scenario.decimalType());
            expressions.add(new RandomTrees(scenario).tree(type, 3));
        }
        OracleCheck.check(scenario, expressions);
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void functionsWithoutCodeAreInterpreted(@ForAll long seed) {
        Scenario scenario = new Scenario(seed);
        List<Expression> expressions = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            DataType type = scenario.anyType();
            Expression same = scenario.call("same", scenario.argument(type));
            expressions.add(scenario.oneOf(same, scenario.call("is_distinct_from", same, scenario.argument(type))));
        }
        OracleCheck.check(scenario, expressions);
    }

    @Provide
    Arbitrary<String> functions() {
        return Arbitraries.of(FunctionCases.names().stream()
                .filter(name -> name.matches(System.getProperty("carbide.functions", ".*")))
                .toList());
    }

    @Example
    void everyFunctionOfTheRegistryIsCovered() {
        assertEquals(
                FunctionRegistry.standard().functions().stream()
                        .map(ScalarFunction::name)
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(FunctionCases.names()));
    }
}
