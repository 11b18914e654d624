package dev.carbide.codegen.expression;

import static dev.carbide.codegen.function.Expressions.add;
import static dev.carbide.codegen.function.Expressions.decimal;
import static dev.carbide.codegen.function.Expressions.divide;
import static dev.carbide.codegen.function.Expressions.greater;
import static dev.carbide.codegen.function.Expressions.multiply;
import static dev.carbide.codegen.function.Expressions.subtract;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarrowGuardTest {
    private final ClassBuilder cls = new ClassBuilder("Guard", Object.class);
    private final Expression price = new ColumnReference(1, "price", DataType.decimal(15, 2), false);
    private final Expression discount = new ColumnReference(2, "discount", DataType.decimal(15, 2), false);
    private final Expression tax = new ColumnReference(3, "tax", DataType.decimal(15, 2), false);
    private final Expression total = new ColumnReference(4, "total", DataType.decimal(38, 4), false);

    private String condition(Expression... expressions) {
        return NarrowGuard.condition(
                cls,
                new SourceBuilder(cls.names().scope()),
                List.of(expressions),
                column -> column == 3 ? null : "b" + column);
    }

    @Test
    void oneProofCoversWhatIsComputedOnTheWay() {
        Expression discounted = multiply(price, subtract(decimal("1"), discount));
        assertEquals("b1.times(bounds.times(100L).minus(b2)).fitsLong()", condition(discounted));
        assertEquals(
                "b1.times(bounds.times(100L).minus(b2)).times(b2).fitsLong()",
                condition(discounted, multiply(discounted, discount)));
    }

    @Test
    void withoutBoundsOfAColumnItsTypeStandsIn() {
        assertEquals(
                "b1.times(Bounds.of(-999999999999999L, 999999999999999L)).fitsLong()", condition(multiply(price, tax)));
        assertEquals("false", condition(multiply(tax, tax)));
        assertEquals("true", condition(add(price, tax)));
    }

    @Test
    void wideColumnsAndComparisonsAreProvedToo() {
        assertTrue(NarrowGuard.canBeNarrow(total));
        assertEquals("b4.fitsLong()", condition(total));
        assertEquals("b4.union(b1.times(100L)).fitsLong()", condition(greater(total, price)));
    }

    @Test
    void whatCannotBeNarrowIsLeftOut() {
        Expression quotient = divide(price, discount);
        assertFalse(NarrowGuard.canBeNarrow(quotient));
        assertFalse(NarrowGuard.canBeNarrow(add(price, discount)));
        assertEquals("true", condition(quotient));
        assertEquals("b1.times(b2).fitsLong()", condition(quotient, multiply(price, discount)));
    }
}
