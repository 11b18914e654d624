package dev.carbide.parquet.file;

import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Makes columns of the schema of a file, which must be flat. */
final class SchemaReader {
    private static final int UUID_BYTES = 16;
    private static final int FLOAT16_BYTES = 2;

    private final FileLocation file;

    SchemaReader(FileLocation file) {
        this.file = file;
    }

    List<LeafColumn> read(List<SchemaElement> schema) {
        if (schema.isEmpty()) {
            throw file.error("its schema is empty");
        }
        int children = schema.getFirst().getNum_children();
        List<LeafColumn> columns = new ArrayList<>();
        for (SchemaElement element : schema.subList(1, schema.size())) {
            if (element.getNum_children() > 0 || element.getRepetition_type() == FieldRepetitionType.REPEATED) {
                throw file.inColumn(element.getName())
                        .error("the column is nested (a list, map or struct); only flat columns can be read");
            }
            columns.add(column(columns.size(), element));
        }
        if (columns.size() != children || children == 0) {
            throw file.error("its schema announces " + children + " columns and has " + columns.size());
        }
        return columns;
    }

    private LeafColumn column(int ordinal, SchemaElement element) {
        Type stored = element.getType();
        FileLocation here = file.inColumn(element.getName());
        if (stored == null || element.getRepetition_type() == null) {
            throw here.error("the schema gives no known physical type or repetition");
        }
        int length = stored == Type.FIXED_LEN_BYTE_ARRAY ? element.getType_length() : 0;
        if (stored == Type.FIXED_LEN_BYTE_ARRAY && length <= 0) {
            throw here.error("FIXED_LEN_BYTE_ARRAY needs a positive length, got " + length);
        }
        Mapping mapping = map(element, stored, length, here);
        boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        StoredForm form = new StoredForm(stored, length, mapping.type, mapping.conversion);
        return new LeafColumn(ordinal, element.getName(), optional, form);
    }

    private static Mapping map(SchemaElement element, Type stored, int length, FileLocation here) {
        Annotation annotation = Annotation.of(element);
        if (annotation.kind == Kind.TIME || annotation.kind == Kind.INTERVAL || annotation.kind == Kind.NESTED) {
            throw here.error("values of type " + annotation.text + " cannot be read yet");
        }
        Mapping mapping = switch (stored) {
            case BOOLEAN -> annotation.isNone() ? new Mapping(DataType.BOOLEAN, Conversion.NONE) : null;
            case INT32 -> ofInt32(annotation, here);
            case INT64 -> ofInt64(annotation, here);
            case INT96 -> annotation.isNone() ? new Mapping(DataType.TIMESTAMP, Conversion.INT96_TO_MICROS) : null;
            case FLOAT -> annotation.isNone() ? new Mapping(DataType.FLOAT32, Conversion.NONE) : null;
            case DOUBLE -> annotation.isNone() ? new Mapping(DataType.FLOAT64, Conversion.NONE) : null;
            case BYTE_ARRAY -> ofByteArray(annotation, here);
            case FIXED_LEN_BYTE_ARRAY -> ofFixed(annotation, length, here);
        };
        if (mapping == null) {
            throw here.error("logical type " + annotation.text + " cannot be stored as " + stored
                    + (length > 0 ? "(" + length + ")" : ""));
        }
        return mapping;
    }

    private static @Nullable Mapping ofInt32(Annotation annotation, FileLocation here) {
        return switch (annotation.kind) {
            case NONE -> new Mapping(DataType.INT32, Conversion.NONE);
            case DATE -> new Mapping(DataType.DATE, Conversion.NONE);
            case DECIMAL -> {
                DecimalType type = annotation.decimal(here);
                yield type.isWide() ? null : new Mapping(type, Conversion.INT32_TO_INT64);
            }
            case INTEGER ->
                switch (annotation.bits) {
                    case 8 ->
                        annotation.signed
                                ? new Mapping(DataType.INT8, Conversion.INT32_TO_INT8)
                                : new Mapping(DataType.INT16, Conversion.INT32_TO_INT16);
                    case 16 ->
                        annotation.signed
                                ? new Mapping(DataType.INT16, Conversion.INT32_TO_INT16)
                                : new Mapping(DataType.INT32, Conversion.UINT16_TO_INT32);
                    case 32 ->
                        annotation.signed
                                ? new Mapping(DataType.INT32, Conversion.NONE)
                                : new Mapping(DataType.INT64, Conversion.UINT32_TO_INT64);
                    default -> null;
                };
            default -> null;
        };
    }

    private static @Nullable Mapping ofInt64(Annotation annotation, FileLocation here) {
        return switch (annotation.kind) {
            case NONE -> new Mapping(DataType.INT64, Conversion.NONE);
            case DECIMAL -> {
                DecimalType type = annotation.decimal(here);
                yield new Mapping(type, type.isWide() ? Conversion.INT64_TO_INT128 : Conversion.NONE);
            }
            case INTEGER -> {
                if (annotation.bits != 64) {
                    yield null;
                }
                yield annotation.signed
                        ? new Mapping(DataType.INT64, Conversion.NONE)
                        : new Mapping(DataType.decimal(20, 0), Conversion.UINT64_TO_INT128);
            }
            case TIMESTAMP ->
                new Mapping(
                        annotation.signed ? DataType.TIMESTAMP_UTC : DataType.TIMESTAMP,
                        switch (annotation.bits) {
                            case 3 -> Conversion.MILLIS_TO_MICROS;
                            case 6 -> Conversion.NONE;
                            default -> Conversion.NANOS_TO_MICROS;
                        });
            default -> null;
        };
    }

    private static @Nullable Mapping ofByteArray(Annotation annotation, FileLocation here) {
        return switch (annotation.kind) {
            case NONE, BYTES -> new Mapping(DataType.BINARY, Conversion.BYTES_TO_VIEW);
            case TEXT -> new Mapping(DataType.STRING, Conversion.BYTES_TO_VIEW);
            case DECIMAL -> ofDecimalBytes(annotation.decimal(here));
            default -> null;
        };
    }

    private static @Nullable Mapping ofFixed(Annotation annotation, int length, FileLocation here) {
        return switch (annotation.kind) {
            case NONE, BYTES -> new Mapping(DataType.BINARY, Conversion.BYTES_TO_VIEW);
            case UUID -> length == UUID_BYTES ? new Mapping(DataType.BINARY, Conversion.BYTES_TO_VIEW) : null;
            case FLOAT16 ->
                length == FLOAT16_BYTES ? new Mapping(DataType.FLOAT32, Conversion.FLOAT16_TO_FLOAT32) : null;
            case DECIMAL -> ofDecimalBytes(annotation.decimal(here));
            default -> null;
        };
    }

    private static Mapping ofDecimalBytes(DecimalType type) {
        return new Mapping(type, type.isWide() ? Conversion.BYTES_TO_INT128 : Conversion.BYTES_TO_INT64);
    }

    private record Mapping(DataType type, Conversion conversion) {}

    private enum Kind {
        NONE,
        INTEGER,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        TEXT,
        BYTES,
        UUID,
        FLOAT16,
        INTERVAL,
        NESTED
    }

    /**
     * What logical and converted types have in common.
     *
     * @param bits of an integer; of a timestamp the decimals of a second
     * @param signed of an integer; of a timestamp whether it is an instant in UTC
     */
    private record Annotation(Kind kind, String text, int bits, boolean signed, int precision, int scale) {
        private static Annotation plain(Kind kind, Object text) {
            return new Annotation(kind, text.toString(), 0, false, 0, 0);
        }

        private static Annotation integer(int bits, boolean signed) {
            return new Annotation(Kind.INTEGER, "INT(" + bits + "," + signed + ")", bits, signed, 0, 0);
        }

        private static Annotation decimal(int precision, int scale) {
            return new Annotation(Kind.DECIMAL, "DECIMAL(" + precision + "," + scale + ")", 0, false, precision, scale);
        }

        private static Annotation timestamp(int decimals, boolean utc) {
            return new Annotation(Kind.TIMESTAMP, "TIMESTAMP", decimals, utc, 0, 0);
        }

        boolean isNone() {
            return kind == Kind.NONE;
        }

        DecimalType decimal(FileLocation here) {
            if (precision < 1 || precision > DecimalType.MAX_PRECISION || scale < 0 || scale > precision) {
                throw here.error("DECIMAL needs 1 <= precision <= 38 and 0 <= scale <= precision, got " + text);
            }
            return DataType.decimal(precision, scale);
        }

        static Annotation of(SchemaElement element) {
            LogicalType logical = element.getLogicalType();
            if (logical != null && logical.getSetField() != null) {
                return ofLogical(logical);
            }
            return element.isSetConverted_type() && element.getConverted_type() != null
                    ? ofConverted(element, element.getConverted_type())
                    : plain(Kind.NONE, "none");
        }

        private static Annotation ofLogical(LogicalType logical) {
            return switch (logical.getSetField()) {
                case STRING, ENUM, JSON -> plain(Kind.TEXT, logical.getSetField());
                case BSON, GEOMETRY, GEOGRAPHY -> plain(Kind.BYTES, logical.getSetField());
                case DATE -> plain(Kind.DATE, "DATE");
                case TIME -> plain(Kind.TIME, "TIME");
                case UUID -> plain(Kind.UUID, "UUID");
                case FLOAT16 -> plain(Kind.FLOAT16, "FLOAT16");
                case UNKNOWN -> plain(Kind.NONE, "UNKNOWN");
                case INTEGER -> {
                    IntType type = logical.getINTEGER();
                    yield integer(type.getBitWidth(), type.isIsSigned());
                }
                case DECIMAL ->
                    decimal(
                            logical.getDECIMAL().getPrecision(),
                            logical.getDECIMAL().getScale());
                case TIMESTAMP -> {
                    TimestampType type = logical.getTIMESTAMP();
                    int decimals =
                            type.getUnit().isSetMILLIS() ? 3 : type.getUnit().isSetMICROS() ? 6 : 9;
                    yield timestamp(decimals, type.isIsAdjustedToUTC());
                }
                default -> plain(Kind.NESTED, logical.getSetField());
            };
        }

        private static Annotation ofConverted(SchemaElement element, ConvertedType converted) {
            return switch (converted) {
                case UTF8, ENUM, JSON -> plain(Kind.TEXT, converted);
                case BSON -> plain(Kind.BYTES, converted);
                case DATE -> plain(Kind.DATE, converted);
                case TIME_MILLIS, TIME_MICROS -> plain(Kind.TIME, converted);
                case INTERVAL -> plain(Kind.INTERVAL, converted);
                case DECIMAL -> decimal(element.getPrecision(), element.getScale());
                case TIMESTAMP_MILLIS -> timestamp(3, true);
                case TIMESTAMP_MICROS -> timestamp(6, true);
                case INT_8 -> integer(8, true);
                case INT_16 -> integer(16, true);
                case INT_32 -> integer(32, true);
                case INT_64 -> integer(64, true);
                case UINT_8 -> integer(8, false);
                case UINT_16 -> integer(16, false);
                case UINT_32 -> integer(32, false);
                case UINT_64 -> integer(64, false);
                case MAP, MAP_KEY_VALUE, LIST -> plain(Kind.NESTED, converted);
            };
        }
    }
}
