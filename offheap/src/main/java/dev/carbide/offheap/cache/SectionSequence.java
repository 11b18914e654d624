package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.type.DataType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the rows of a column into sections of one encoding: codes as long as they come with one dictionary, else flat
 * values. After a number of changes everything is flat. Not thread-safe.
 */
final class SectionSequence implements AutoCloseable {
    private static final int MOST_SECTIONS = 32;

    private final DataType type;
    private final CacheMemory memory;
    private final Consumer<GrowingColumn> ended;
    private @Nullable GrowingColumn current;
    private @Nullable Column sourceDictionary;
    private int sections;

    /** @param ended takes over each section that is complete */
    SectionSequence(DataType type, CacheMemory memory, Consumer<GrowingColumn> ended) {
        this.type = type;
        this.memory = memory;
        this.ended = ended;
    }

    /** The section that takes rows like these. */
    GrowingColumn sectionFor(Column column) {
        GrowingColumn present = current;
        boolean coded = column.encoding() == Encoding.DICTIONARY;
        if (present != null) {
            boolean fits = coded ? column.dictionary() == sourceDictionary : present.isFlat();
            if (fits || present.isFlat() && sections >= MOST_SECTIONS) {
                return present;
            }
            end();
        }
        GrowingColumn next = coded && sections < MOST_SECTIONS ? codes(column.dictionary()) : flat();
        sections++;
        current = next;
        return next;
    }

    private GrowingColumn flat() {
        sourceDictionary = null;
        return GrowingColumn.flat(type, memory);
    }

    private GrowingColumn codes(Column dictionary) {
        GrowingColumn copy = GrowingColumn.flat(type, memory);
        try {
            copy.append(dictionary, 0, dictionary.length());
            copy.trim();
        } catch (Throwable e) {
            copy.close();
            throw e;
        }
        sourceDictionary = dictionary;
        return GrowingColumn.codes(copy, memory);
    }

    @Nullable
    GrowingColumn current() {
        return current;
    }

    /** Completes the last section. */
    void end() {
        GrowingColumn last = current;
        if (last != null) {
            current = null;
            sourceDictionary = null;
            ended.accept(last);
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
