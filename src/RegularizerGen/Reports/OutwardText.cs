using System;
using System.Globalization;

namespace RegularizerGen.Reports;

/// <summary>Numbers with four digits, rounded outward: a bound must not be printed below itself.</summary>
internal static class OutwardText
{
    // Every double has a finite decimal expansion of at most 767 digits: printed with so many it is exact.
    private const string Exact = "E766";
    private const int Digits = 4;

    /// <summary>Not below the number.</summary>
    public static string Up(double value) => Text(value, awayFromZero: value > 0);

    /// <summary>Not above the number.</summary>
    public static string Down(double value) => Text(value, awayFromZero: value < 0);

    private static string Text(double value, bool awayFromZero)
    {
        if (!double.IsFinite(value) || value == 0)
        {
            return value == 0 ? "0"
                : double.IsNaN(value) ? "NaN"
                : value > 0 ? "∞"
                : "-∞";
        }

        // "1.2345…E+005"
        string text = Math.Abs(value).ToString(Exact, CultureInfo.InvariantCulture);
        int exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        int leading = int.Parse(text[..1] + text[2..(Digits + 1)], CultureInfo.InvariantCulture);
        int exponent = int.Parse(text[(exponentAt + 1)..], CultureInfo.InvariantCulture) - (Digits - 1);
        bool isExact = text.AsSpan(Digits + 1, exponentAt - Digits - 1).IndexOfAnyExcept('0') < 0;
        return Number(value < 0, awayFromZero && !isExact ? leading + 1 : leading, exponent);
    }

    /// <summary>± digits · 10^exponent.</summary>
    private static string Number(bool isNegative, int digits, int exponent)
    {
        if (exponent is >= -8 and <= 0)
        {
            return new decimal(digits, 0, 0, isNegative, (byte)-exponent).ToString("0.########", CultureInfo.InvariantCulture);
        }

        string all = digits.ToString(CultureInfo.InvariantCulture);
        string mantissa = $"{all[0]}.{all[1..]}".TrimEnd('0').TrimEnd('.');
        return FormattableString.Invariant($"{(isNegative ? "-" : string.Empty)}{mantissa}E{exponent + all.Length - 1:+00;-00}");
    }
}
