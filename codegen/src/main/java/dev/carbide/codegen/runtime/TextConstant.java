package dev.carbide.codegen.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import java.nio.charset.StandardCharsets;

/** A STRING or BINARY literal of a query. Bound to an instance, it has an address off-heap. */
public final class TextConstant implements Bindable {
    private final byte[] bytes;
    private final long address;

    private TextConstant(byte[] bytes, long address) {
        this.bytes = bytes;
        this.address = address;
    }

    /** @param value a String or a byte array */
    public static TextConstant of(Object value) {
        byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : ((byte[]) value).clone();
        return new TextConstant(bytes, 0);
    }

    @Override
    public Object bind(InstanceResources resources) {
        return new TextConstant(bytes, resources.constant(bytes));
    }

    public long address() {
        if (address == 0) {
            throw new CarbideInternalException("A text constant of a generated class is used before it is bound");
        }
        return address;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
