package dev.carbide.codegen.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void placesTakeTheirValues() {
        assertEquals("long a = b + b * c;", Template.fill("long ${x} = ${y} + ${y} * c;", "x", "a", "y", "b"));
        assertEquals("a $ {b} }", Template.fill("a $ {b} }"));
        // What a value contains is not filled again.
        assertEquals("${b} c", Template.fill("${a} ${b}", "a", "${b}", "b", "c"));
    }

    @Test
    void numbersAreLiteralsOfTheirTypeAndNegativeOnesStandAlone() {
        assertEquals("x = 5 + 7L - (-3) - (-9223372036854775808L);", fill(5, 7L, -3, Long.MIN_VALUE));
        assertEquals("true java.util.Map.Entry", Template.fill("${a} ${b}", "a", true, "b", Map.Entry.class));
    }

    private static String fill(Object a, Object b, Object c, Object d) {
        return Template.fill("x = ${a} + ${b} - ${c} - ${d};", "a", a, "b", b, "c", c, "d", d);
    }

    @Test
    void missingUnusedDoubleAndHalfNamesThrow() {
        assertTrue(broken("${a} ${b}", "a", "x").contains("has no value for ${b}"));
        assertTrue(broken("${a}", "a", "x", "b", "y", "c", "z").contains("does not use [b, c]"));
        assertTrue(broken("${a}", "a", "x", "a", "y").contains("has two values for ${a}"));
        assertTrue(broken("${a}", "a").contains("needs pairs"));
        assertTrue(broken("${a}", 1, "a").contains("needs a name at argument 0"));
        assertTrue(broken("x ${a", "a", "b").contains("unclosed"));
    }

    @Test
    void onlyCodeNumbersFlagsAndClassesAreValues() {
        assertTrue(broken("${a}", "a", null).contains("type null"));
        assertTrue(broken("${a}", "a", 1.5).contains("java.lang.Double"));
        assertTrue(broken("${a}", "a", List.of()).contains("java.util.ImmutableCollections"));
    }

    @Test
    void valuesAreOneLineOfCode() {
        for (String value :
                List.of("a\nb", "a // b", "a /* b", "b */ c", "\"a", "a\\u000a", "caf\u00e9", "a\tb", "a\rb")) {
            broken("x ${a}", "a", value);
        }
        assertEquals("x \"a\"", Template.fill("x ${a}", "a", "\"a\""));
        broken("\\u000a");
    }

    private static String broken(String template, Object... named) {
        return assertThrows(CarbideInternalException.class, () -> Template.fill(template, named))
                .getMessage();
    }
}
