package dev.carbide.parquet.write;

import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigInteger;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * How values of a type are stored.
 *
 * @param bytes of a stored value where that is fixed (of a FIXED_LEN_BYTE_ARRAY its length), else 0
 */
record StoredColumn(Type physical, int bytes) {
    /** Decimals of up to this many digits fit an INT32, as the format recommends for them. */
    private static final int MAX_INT_DIGITS = 9;

    static StoredColumn of(DataType type) {
        return switch (type) {
            case BooleanType _ -> new StoredColumn(Type.BOOLEAN, 1);
            case IntegerType integer -> integer.bits() <= 32 ? ofInt() : ofLong();
            case FloatingType floating ->
                floating.bits() == 32 ? new StoredColumn(Type.FLOAT, 4) : new StoredColumn(Type.DOUBLE, 8);
            case DateType _ -> ofInt();
            case TimestampType _ -> ofLong();
            case StringType _, BinaryType _ -> new StoredColumn(Type.BYTE_ARRAY, 0);
            case DecimalType decimal ->
                decimal.isWide()
                        ? new StoredColumn(Type.FIXED_LEN_BYTE_ARRAY, decimalBytes(decimal.precision()))
                        : decimal.precision() <= MAX_INT_DIGITS ? ofInt() : ofLong();
        };
    }

    private static StoredColumn ofInt() {
        return new StoredColumn(Type.INT32, 4);
    }

    private static StoredColumn ofLong() {
        return new StoredColumn(Type.INT64, 8);
    }

    /** The fewest bytes that hold all numbers of that many digits and a sign. */
    private static int decimalBytes(int digits) {
        return BigInteger.TEN.pow(digits).bitLength() / 8 + 1;
    }

    boolean hasDictionary() {
        return physical != Type.BOOLEAN;
    }

    /** Bytes of a bound in statistics, where that is fixed. */
    int statisticsBytes() {
        return bytes;
    }

    SchemaElement element(Field field) {
        SchemaElement element = new SchemaElement(field.name());
        element.setType(physical);
        element.setRepetition_type(field.nullable() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
        if (physical == Type.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(bytes);
        }
        annotate(element, field.type());
        return element;
    }

    private static void annotate(SchemaElement element, DataType type) {
        switch (type) {
            case IntegerType integer
            when integer.bits() < 32 -> {
                element.setConverted_type(integer.bits() == 8 ? ConvertedType.INT_8 : ConvertedType.INT_16);
                element.setLogicalType(LogicalType.INTEGER(new IntType((byte) integer.bits(), true)));
            }
            case DateType _ -> {
                element.setConverted_type(ConvertedType.DATE);
                element.setLogicalType(LogicalType.DATE(new org.apache.parquet.format.DateType()));
            }
            case StringType _ -> {
                element.setConverted_type(ConvertedType.UTF8);
                element.setLogicalType(LogicalType.STRING(new org.apache.parquet.format.StringType()));
            }
            case DecimalType decimal -> {
                element.setConverted_type(ConvertedType.DECIMAL);
                element.setPrecision(decimal.precision());
                element.setScale(decimal.scale());
                element.setLogicalType(LogicalType.DECIMAL(
                        new org.apache.parquet.format.DecimalType(decimal.scale(), decimal.precision())));
            }
            case TimestampType timestamp -> {
                if (timestamp.zoned()) {
                    // the converted type means UTC only
                    element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
                }
                element.setLogicalType(LogicalType.TIMESTAMP(new org.apache.parquet.format.TimestampType(
                        timestamp.zoned(), TimeUnit.MICROS(new MicroSeconds()))));
            }
            default -> {}
        }
    }
}
