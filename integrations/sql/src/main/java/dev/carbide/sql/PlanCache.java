package dev.carbide.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What texts were compiled to, the least recently used forgotten first. Thread-safe. */
final class PlanCache<V> {
    private static final int MAX_ENTRIES = 256;
    /** Longer texts are unlikely to come again and dear to keep. */
    private static final int MAX_TEXT = 64 << 10;

    private record Cached<V>(long version, V value) {}

    private final Map<String, Cached<V>> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cached<V>> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /** @param version of the catalog now: what was compiled for another does not count */
    synchronized @Nullable V find(String text, long version) {
        Cached<V> entry = entries.get(text);
        return entry != null && entry.version == version ? entry.value : null;
    }

    synchronized void put(String text, long version, V value) {
        if (text.length() <= MAX_TEXT) {
            entries.put(text, new Cached<>(version, value));
        }
    }
}
