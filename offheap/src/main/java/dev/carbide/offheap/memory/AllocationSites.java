package dev.carbide.offheap.memory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Where the live pages of one pool were allocated, if that is tracked ({@code -Dcarbide.memory.track=true}); a pool that is
 * closed too early names them.
 */
final class AllocationSites {
    static final boolean TRACKED_IN_PROCESS = Boolean.getBoolean("carbide.memory.track");

    private static final int MAX_FRAMES = 12;
    private static final int MAX_SITES = 10;
    private static final Set<String> INNER_CLASSES =
            Set.of(AllocationSites.class.getName(), PageAllocator.class.getName(), MemoryScope.class.getName());

    private final boolean tracked;
    private final Map<Page, List<StackWalker.StackFrame>> sites = new ConcurrentHashMap<>();

    AllocationSites(boolean tracked) {
        this.tracked = tracked;
    }

    boolean tracked() {
        return tracked;
    }

    void allocated(Page page) {
        if (tracked) {
            sites.put(page, callers());
        }
    }

    void freed(Page page) {
        if (tracked) {
            sites.remove(page);
        }
    }

    /** The first few sites, each with the frames that led there; empty if nothing is tracked or live. */
    String describe() {
        return sites.entrySet().stream()
                .limit(MAX_SITES)
                .map(AllocationSites::describe)
                .collect(Collectors.joining());
    }

    private static String describe(Map.Entry<Page, List<StackWalker.StackFrame>> site) {
        return site.getValue().stream()
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining("", "\n  " + site.getKey() + " allocated", ""));
    }

    private static List<StackWalker.StackFrame> callers() {
        return StackWalker.getInstance()
                .walk(frames -> frames.dropWhile(frame -> INNER_CLASSES.contains(frame.getClassName()))
                        .limit(MAX_FRAMES)
                        .toList());
    }
}
