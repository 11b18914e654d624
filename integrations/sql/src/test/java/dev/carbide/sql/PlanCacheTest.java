package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final PlanCache<Integer> cache = new PlanCache<>();

    @Test
    void forgetsWhatWasPlannedForOtherTables() {
        cache.put("q", 1, 10);
        assertEquals(10, cache.find("q", 1));
        assertNull(cache.find("q", 2));
    }

    @Test
    void isBounded() {
        for (int number = 0; number < 1_000; number++) {
            cache.find("q0", 1);
            cache.put("q" + number, 1, number);
        }
        assertEquals(0, cache.find("q0", 1), "used all the time");
        assertNull(cache.find("q500", 1));
        assertEquals(999, cache.find("q999", 1));
    }

    @Test
    void doesNotKeepLongTexts() {
        String text = "x".repeat(1 << 20);
        cache.put(text, 1, 1);
        assertNull(cache.find(text, 1));
    }
}
