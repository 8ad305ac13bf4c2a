using System;
using System.Numerics.Tensors;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>Ranges of the rows of affine sums, and their adjoints.</summary>
internal sealed partial class UnitwiseWeights
{
    /// <inheritdoc/>
    public void Rows(Real[] lower, Real[] upper, RowTerm<Real>[] terms, BiasTerm[] biases)
    {
        for (int row = 0; row < lower.Length; row++)
        {
            Real bias = 0;
            foreach (BiasTerm term in biases)
            {
                bias += (Real)term.Coefficient * values.Entries(term.Weight)[row];
            }

            (lower[row], upper[row]) = (bias, bias);
        }

        foreach (RowTerm<Real> term in terms)
        {
            // W [lo, hi] = W c ± |W| r with centre c and radius r.
            int columns = LoadRange(term);
            if (columns < 0)
            {
                InfiniteRows(lower, upper, term);
                continue;
            }

            for (int row = 0; row < lower.Length; row++)
            {
                (int at, int from, int count) = Row(term.Weight, row, columns);
                double middle = TensorPrimitives.Dot<double>(values.Entries(term.Weight).Slice(from, count), centre.AsSpan(at, count));
                double spread = TensorPrimitives.Dot<double>(absolute[term.Weight].AsSpan(from, count), radius.AsSpan(at, count));
                if (middle - spread == 0 || middle + spread == 0)
                {
                    EntryByEntry(lower, upper, term, row); // a zero may have underflowed
                    continue;
                }

                lower[row] += middle - spread;
                upper[row] += middle + spread;
            }
        }
    }

    /// <summary>Adjoint of <see cref="Rows"/>.</summary>
    public void ReverseRows(
        Real[] lowerAdjoint,
        Real[] upperAdjoint,
        RowTerm<Real>[] terms,
        RowTerm<Real>[] termAdjoints,
        BiasTerm[] biases
    )
    {
        foreach (BiasTerm term in biases)
        {
            for (int row = 0; row < lowerAdjoint.Length && AddsGradients; row++)
            {
                gradients.Entries(term.Weight)[row] += term.Coefficient * Real.ToDouble(lowerAdjoint[row] + upperAdjoint[row]);
            }
        }

        for (int t = 0; t < terms.Length; t++)
        {
            int weight = terms[t].Weight;
            int columns = LoadRange(terms[t]);
            if (columns < 0)
            {
                ReverseInfiniteRows(lowerAdjoint, upperAdjoint, terms[t], termAdjoints[t]);
                continue;
            }

            Span<double> ofCentre = Clear(centreAdjoint, columns);
            Span<double> ofRadius = Clear(radiusAdjoint, columns);
            for (int row = 0; row < lowerAdjoint.Length; row++)
            {
                double middle = Real.ToDouble(lowerAdjoint[row] + upperAdjoint[row]);
                double spread = Real.ToDouble(upperAdjoint[row] - lowerAdjoint[row]);
                if (middle == 0 && spread == 0)
                {
                    continue;
                }

                (int at, int from, int count) = Row(weight, row, columns);
                if (AddsGradients)
                {
                    AddScaled(centre.AsSpan(at, count), middle, gradients.Entries(weight).Slice(from, count));
                    AddSigned(weight, from, radius.AsSpan(at, count), spread);
                }

                AddScaled(values.Entries(weight).Slice(from, count), middle, ofCentre.Slice(at, count));
                AddScaled(absolute[weight].AsSpan(from, count), spread, ofRadius.Slice(at, count));
            }

            for (int k = 0; k < columns; k++)
            {
                termAdjoints[t].Lower[k] += 0.5 * (ofCentre[k] - ofRadius[k]);
                termAdjoints[t].Upper[k] += 0.5 * (ofCentre[k] + ofRadius[k]);
            }
        }
    }

    /// <summary>W [lo, hi] entry by entry where an end is infinite: an entry that is zero takes no part.</summary>
    private void InfiniteRows(Real[] lower, Real[] upper, RowTerm<Real> term)
    {
        for (int row = 0; row < lower.Length; row++)
        {
            EntryByEntry(lower, upper, term, row);
        }
    }

    private void EntryByEntry(Real[] lower, Real[] upper, RowTerm<Real> term, int row)
    {
        (int at, int from, int count) = Row(term.Weight, row, term.Lower.Length);
        for (int k = 0; k < count; k++)
        {
            double entry = values.Entries(term.Weight)[from + k];
            lower[row] += entry * (entry > 0 ? term.Lower : term.Upper)[at + k];
            upper[row] += entry * (entry > 0 ? term.Upper : term.Lower)[at + k];
        }
    }

    /// <summary>Adjoint of <see cref="InfiniteRows"/>; infinite ends have none, since nothing finite depends on them.</summary>
    private void ReverseInfiniteRows(Real[] lowerAdjoint, Real[] upperAdjoint, RowTerm<Real> term, RowTerm<Real> adjoint)
    {
        for (int row = 0; row < lowerAdjoint.Length; row++)
        {
            (int at, int from, int count) = Row(term.Weight, row, term.Lower.Length);
            for (int k = 0; k < count; k++)
            {
                double entry = values.Entries(term.Weight)[from + k];
                (Real ofLower, Real ofUpper) = entry > 0 ? (lowerAdjoint[row], upperAdjoint[row]) : (upperAdjoint[row], lowerAdjoint[row]);
                gradients.Entries(term.Weight)[from + k] +=
                    entry == 0 || !AddsGradients ? 0 : Real.ToDouble((ofLower * term.Lower[at + k]) + (ofUpper * term.Upper[at + k]));
                adjoint.Lower[at + k] += entry * ofLower;
                adjoint.Upper[at + k] += entry * ofUpper;
            }
        }
    }

    /// <summary>Centres and radii, and how many there are; -1 where an end is infinite.</summary>
    private int LoadRange(RowTerm<Real> term)
    {
        for (int k = 0; k < term.Lower.Length; k++)
        {
            if (!Real.IsFinite(term.Lower[k]) || !Real.IsFinite(term.Upper[k]))
            {
                return -1;
            }

            double lo = Real.ToDouble(term.Lower[k]);
            double hi = Real.ToDouble(term.Upper[k]);
            centre[k] = 0.5 * (lo + hi);
            radius[k] = 0.5 * (hi - lo);
        }

        return term.Lower.Length;
    }
}
