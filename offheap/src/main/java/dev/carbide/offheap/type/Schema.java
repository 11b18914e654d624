package dev.carbide.offheap.type;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ordered fields of a relation. Names need not be unique: plans refer to columns by position. */
public record Schema(List<Field> fields) {
    public Schema {
        fields = List.copyOf(fields);
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public DataType type(int index) {
        return fields.get(index).type();
    }

    /** The position of the first field of that name (exact case), or -1. */
    public int indexOf(String name) {
        return IntStream.range(0, fields.size())
                .filter(index -> fields.get(index).name().equals(name))
                .findFirst()
                .orElse(-1);
    }

    public Schema project(int[] columns) {
        return new Schema(IntStream.of(columns).mapToObj(fields::get).toList());
    }

    @Override
    public String toString() {
        return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
