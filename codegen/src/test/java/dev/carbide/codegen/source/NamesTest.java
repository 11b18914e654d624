package dev.carbide.codegen.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import javax.lang.model.SourceVersion;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void namesCountFromTheSecondOn() {
        var names = new Names();
        assertEquals(
                List.of("product", "product1", "product2", "sum1", "sum1_1"),
                List.of(
                        names.fresh("product"),
                        names.fresh("product"),
                        names.fresh("product"),
                        names.fresh("sum1"),
                        names.fresh("sum1")));
    }

    @Test
    void stemsBecomeCamelCaseAndKeepUnderscores() {
        assertEquals("l_quantity", Names.identifier("l_quantity"));
        assertEquals("l_quantity", Names.identifier("L_QUANTITY"));
        assertEquals("orderDate", Names.identifier("Order Date"));
        assertEquals("urlCount", Names.identifier("URLCount"));
        assertEquals("n1stValue", Names.identifier("1st value"));
        assertEquals("grE", Names.identifier("gr\u00f6\u00dfe"));
        assertEquals("value", Names.identifier("\u6570\u91cf"));
        assertEquals("value", Names.identifier("__"));
        assertEquals("value", Names.identifier(""));
        assertEquals(48, Names.identifier("x".repeat(1000)).length());
    }

    @Test
    void keywordsAndPackagesAreAvoided() {
        var names = new Names();
        assertEquals("class1", names.fresh("class"));
        assertEquals("int1", names.fresh("INT"));
        assertEquals("record1", names.fresh("record"));
        assertEquals("java1", names.fresh("java"));
        assertEquals("dev1", names.fresh("dev"));
    }

    @Test
    void aNameIsNewInAllScopesAroundAndInside() {
        var type = new Names();
        var first = type.scope();
        var second = type.scope();
        assertEquals("sum", first.fresh("sum"));
        assertEquals("sum", second.fresh("sum"));
        // A field of this name would be hidden by the locals above.
        assertEquals("sum1", type.fresh("sum"));
        assertEquals("sum2", first.fresh("sum"));
        type.reserve("total");
        assertEquals("total1", second.scope().fresh("total"));
    }

    @Property(tries = 300)
    void anyStemsGiveDistinctIdentifiers(@ForAll("stems") List<String> stems) {
        var names = new Names();
        var seen = new HashSet<String>();
        for (String stem : stems) {
            String name = names.fresh(stem);
            assertTrue(name.matches("[A-Za-z_][A-Za-z0-9_]*"), name);
            assertTrue(SourceVersion.isName(name, SourceVersion.RELEASE_25), name);
            assertTrue(seen.add(name), name);
        }
    }

    @Provide
    Arbitrary<List<String>> stems() {
        var tricky = Arbitraries.of("a", "A", "a1", "a1_1", "int", "int1", "", "1", "_", "\\u0061", "a*/b", "$hash");
        return Arbitraries.oneOf(tricky, Arbitraries.strings().ofMaxLength(12))
                .list()
                .ofMaxSize(30);
    }
}
