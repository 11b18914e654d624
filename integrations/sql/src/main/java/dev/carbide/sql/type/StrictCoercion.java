package dev.carbide.sql.type;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/**
 * Which types are converted unasked: numbers to wider numbers, text to dates and timestamps. Text and numbers never: that
 * hides mistakes until a value does not convert.
 */
public final class StrictCoercion extends TypeCoercionImpl {
    public StrictCoercion(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    @Override
    public @Nullable RelDataType implicitCast(RelDataType from, SqlTypeFamily expected) {
        RelDataType to = super.implicitCast(from, expected);
        return to == null || mixes(from, to) ? null : to;
    }

    @Override
    public @Nullable RelDataType commonTypeForBinaryComparison(
            @Nullable RelDataType left, @Nullable RelDataType right) {
        return left != null && right != null && mixes(left, right)
                ? null
                : super.commonTypeForBinaryComparison(left, right);
    }

    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        for (int operand = 1; operand < binding.getOperandCount(); operand++) {
            if (mixes(binding.getOperandType(0), binding.getOperandType(operand))) {
                throw binding.newValidationSignatureError();
            }
        }
        return super.binaryComparisonCoercion(binding);
    }

    @Override
    public @Nullable RelDataType getWiderTypeForTwo(
            @Nullable RelDataType left, @Nullable RelDataType right, boolean stringPromotion) {
        return super.getWiderTypeForTwo(left, right, false);
    }

    @Override
    public @Nullable RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
        return super.getWiderTypeFor(types, false);
    }

    @Override
    protected boolean binaryArithmeticWithStrings(SqlCallBinding binding, RelDataType left, RelDataType right) {
        return false;
    }

    private static boolean mixes(RelDataType left, RelDataType right) {
        return isText(left) && isNumberOrTruth(right) || isText(right) && isNumberOrTruth(left);
    }

    private static boolean isText(RelDataType type) {
        return SqlTypeUtil.inCharFamily(type);
    }

    private static boolean isNumberOrTruth(RelDataType type) {
        return SqlTypeUtil.isNumeric(type) || SqlTypeUtil.isBoolean(type);
    }
}
