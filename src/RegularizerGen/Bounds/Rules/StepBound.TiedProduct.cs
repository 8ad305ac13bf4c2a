using System.Runtime.CompilerServices;

namespace RegularizerGen.Bounds;

/// <summary>Deviation of a product u∘v of gates tied to their own slopes (docs/tight-rules.md).</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>|v| dev(u) + |u| dev(v); under peak perturbations no more than what tying either factor gives.</summary>
    /// <param name="u">The gate u.</param>
    /// <param name="movedU">dev(u).</param>
    /// <param name="argumentU">Deviation of u's argument.</param>
    /// <param name="v">The gate v.</param>
    /// <param name="movedV">dev(v).</param>
    /// <param name="argumentV">Deviation of v's argument.</param>
    protected TNumber TiedProduct(
        in Tie<TNumber> u,
        TNumber movedU,
        TNumber argumentU,
        in Tie<TNumber> v,
        TNumber movedV,
        TNumber argumentV
    )
    {
        TNumber one = TiedProduct(u, movedU, argumentU, v.Size.Hi, movedV);
        return isPeak ? TNumber.Min(one, Tied(v, movedU, u.Size.Hi * argumentV)) : one;
    }

    /// <summary>Adjoint of <see cref="TiedProduct(in Tie{TNumber}, TNumber, TNumber, in Tie{TNumber}, TNumber, TNumber)"/>.</summary>
    protected void ReverseTiedProduct(
        in Tie<TNumber> u,
        TNumber movedU,
        TNumber argumentU,
        in Tie<TNumber> v,
        TNumber movedV,
        TNumber argumentV,
        TNumber product,
        ref Tie<TNumber> uAdjoint,
        ref TNumber movedUAdjoint,
        ref TNumber argumentUAdjoint,
        ref Tie<TNumber> vAdjoint,
        ref TNumber movedVAdjoint,
        ref TNumber argumentVAdjoint
    )
    {
        TNumber d = u.Size.Hi * argumentV;
        if (isPeak && Tied(v, movedU, d) < TiedProduct(u, movedU, argumentU, v.Size.Hi, movedV))
        {
            TNumber dAdjoint = 0;
            ReverseTied(v, movedU, d, product, ref vAdjoint, ref movedUAdjoint, ref dAdjoint);
            uAdjoint.Size.Hi += dAdjoint * argumentV;
            argumentVAdjoint += dAdjoint * u.Size.Hi;
            return;
        }

        ReverseTiedProduct(
            u,
            movedU,
            argumentU,
            v.Size.Hi,
            movedV,
            product,
            ref uAdjoint,
            ref movedUAdjoint,
            ref argumentUAdjoint,
            ref vAdjoint.Size.Hi,
            ref movedVAdjoint
        );
    }

    /// <summary>The same where only u is a gate, and v a signal of the given size.</summary>
    protected TNumber TiedProduct(in Tie<TNumber> u, TNumber movedU, TNumber argumentU, TNumber size, TNumber movedV)
    {
        TNumber separate = (size * movedU) + (u.Size.Hi * movedV);
        return isPeak ? TNumber.Min(separate, Tied(u, movedV, size * argumentU)) : separate;
    }

    /// <summary>Adjoint of <see cref="TiedProduct(in Tie{TNumber}, TNumber, TNumber, TNumber, TNumber)"/>.</summary>
    protected void ReverseTiedProduct(
        in Tie<TNumber> u,
        TNumber movedU,
        TNumber argumentU,
        TNumber size,
        TNumber movedV,
        TNumber product,
        ref Tie<TNumber> uAdjoint,
        ref TNumber movedUAdjoint,
        ref TNumber argumentUAdjoint,
        ref TNumber sizeAdjoint,
        ref TNumber movedVAdjoint
    )
    {
        TNumber d = size * argumentU;
        if (isPeak && Tied(u, movedV, d) < (size * movedU) + (u.Size.Hi * movedV))
        {
            TNumber dAdjoint = 0;
            ReverseTied(u, movedV, d, product, ref uAdjoint, ref movedVAdjoint, ref dAdjoint);
            sizeAdjoint += dAdjoint * argumentU;
            argumentUAdjoint += dAdjoint * size;
            return;
        }

        sizeAdjoint += product * movedU;
        movedUAdjoint += product * size;
        uAdjoint.Size.Hi += product * movedV;
        movedVAdjoint += product * u.Size.Hi;
    }

    /// <summary>
    /// max over m = |t| in its range of m A + (m - min)(max - m) D: the deviation of t∘v, where A is the deviation of v and D =
    /// |v|·(deviation of the argument of t). Concave, largest A/(2D) above the middle.
    /// </summary>
    private static TNumber Tied(in Tie<TNumber> tie, TNumber a, TNumber d)
    {
        (TNumber size, TNumber up, TNumber down) = At(tie, TNumber.Fixed(a / (2 * d)));
        return TNumber.UpperEnd((size * a) + (up * down * d));
    }

    private static void ReverseTied(
        in Tie<TNumber> tie,
        TNumber a,
        TNumber d,
        TNumber tied,
        ref Tie<TNumber> tieAdjoint,
        ref TNumber aAdjoint,
        ref TNumber dAdjoint
    )
    {
        TNumber shift = TNumber.Fixed(a / (2 * d));
        (TNumber size, TNumber up, TNumber down) = At(tie, shift);
        aAdjoint += tied * size;
        dAdjoint += tied * up * down;
        ReverseClamped(Middle(tie) + shift, tie.Size, tied * (a + (down * d)), ref tieAdjoint.Size);
        ReverseClamped(Half(tie) - shift, tie.Rest, tied * up * d, ref tieAdjoint.Rest);
    }

    /// <summary>|t|, t - min and max - t at a distance above the middle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TNumber Size, TNumber Up, TNumber Down) At(in Tie<TNumber> tie, TNumber shift)
    {
        TNumber size = Clamped(Middle(tie) + shift, tie.Size);
        return (size, tie.IsOdd ? size + 1 : size, Clamped(Half(tie) - shift, tie.Rest));
    }

    /// <summary>Where the slope is largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber Middle(in Tie<TNumber> tie) => tie.IsOdd ? 0 : 0.5;

    /// <summary>How far that is from either end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber Half(in Tie<TNumber> tie) => tie.IsOdd ? 1 : 0.5;
}
