using System;
using System.Collections.Generic;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>The functions that emitted bounds are made of, as functions of a flat vector, with their adjoints.</summary>
internal sealed partial class RuleTable<TNumber> : StepBound<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    public RuleTable(bool isTight, bool isPeak)
        : base(1, 1, 0, 0, isTight ? BoundRules.Tight : BoundRules.Base, 1) => IsPeak = isPeak ? 1 : 0;

    /// <summary>By name: what the arguments are (g: range of a gate, r: any range, p: positive number), the function, and its adjoint given
    /// the adjoints of its results.</summary>
    public static IReadOnlyDictionary<string, (string Arguments, Values Value, Adjoints Adjoint)> All { get; } =
        new Dictionary<string, (string, Values, Adjoints)>
        {
            ["SigmoidRange"] = (
                "r",
                (_, x) =>
                {
                    SigmoidRange(R(x, 0), out Range<TNumber> t, out TNumber slope, out Range<TNumber> _);
                    return [t.Lo, t.Hi, slope];
                },
                (_, x, w) =>
                {
                    Range<TNumber> v = default;
                    SigmoidRange(R(x, 0), out Range<TNumber> _, out TNumber _, out Range<TNumber> slopes);
                    ReverseSigmoidRange(R(x, 0), R(w, 0), w[2], slopes, ref v);
                    return [v.Lo, v.Hi];
                }
            ),
            ["TanhRange"] = (
                "r",
                (_, x) =>
                {
                    TanhRange(R(x, 0), out Range<TNumber> t, out TNumber slope, out Range<TNumber> _);
                    return [t.Lo, t.Hi, slope];
                },
                (_, x, w) =>
                {
                    Range<TNumber> v = default;
                    TanhRange(R(x, 0), out Range<TNumber> _, out TNumber _, out Range<TNumber> slopes);
                    ReverseTanhRange(R(x, 0), R(w, 0), w[2], slopes, ref v);
                    return [v.Lo, v.Hi];
                }
            ),
            ["SigmoidTie"] = (
                "r",
                (b, x) =>
                {
                    SigmoidRange(R(x, 0), out Range<TNumber> t, out TNumber _, out Range<TNumber> _);
                    return Flat(b.SigmoidTie(t, R(x, 0)));
                },
                (_, x, w) =>
                {
                    (Range<TNumber> v, Range<TNumber> dt) = (R(x, 0), default);
                    SigmoidRange(v, out Range<TNumber> t, out TNumber _, out Range<TNumber> slopes);
                    ReverseSigmoidTie(t, v, Unpacked(w), ref dt);
                    Range<TNumber> dv = default;
                    ReverseSigmoidRange(v, dt, 0, slopes, ref dv);
                    return [dv.Lo, dv.Hi];
                }
            ),
            ["TanhTie"] = (
                "r",
                (b, x) =>
                {
                    TanhRange(R(x, 0), out Range<TNumber> t, out TNumber _, out Range<TNumber> _);
                    return Flat(b.TanhTie(t, R(x, 0)));
                },
                (_, x, w) =>
                {
                    (Range<TNumber> v, Range<TNumber> dt) = (R(x, 0), default);
                    TanhRange(v, out Range<TNumber> t, out TNumber _, out Range<TNumber> slopes);
                    ReverseTanhTie(t, v, Unpacked(w), ref dt);
                    Range<TNumber> dv = default;
                    ReverseTanhRange(v, dt, 0, slopes, ref dv);
                    return [dv.Lo, dv.Hi];
                }
            ),
            ["Magnitude"] = (
                "r",
                (_, x) => [Magnitude(R(x, 0))],
                (_, x, w) =>
                {
                    Range<TNumber> v = default;
                    ReverseMagnitude(R(x, 0), w[0], ref v);
                    return [v.Lo, v.Hi];
                }
            ),
            ["GateProductRange"] = (
                "gr",
                (_, x) => Flat(GateProductRange(R(x, 0), R(x, 2))),
                (_, x, w) =>
                    Two(
                        x,
                        (Range<TNumber> u, Range<TNumber> v, ref Range<TNumber> du, ref Range<TNumber> dv) =>
                            ReverseGateProductRange(u, v, R(w, 0), ref du, ref dv)
                    )
            ),
            ["ProductRange"] = (
                "rr",
                (_, x) => Flat(ProductRange(R(x, 0), R(x, 2))),
                (_, x, w) =>
                    Two(
                        x,
                        (Range<TNumber> u, Range<TNumber> v, ref Range<TNumber> du, ref Range<TNumber> dv) =>
                            ReverseProductRange(u, v, R(w, 0), ref du, ref dv)
                    )
            ),
            ["BlendGap"] = (
                "rr",
                (_, x) => [BlendGap(R(x, 0), R(x, 2))],
                (_, x, w) =>
                    Two(
                        x,
                        (Range<TNumber> u, Range<TNumber> v, ref Range<TNumber> du, ref Range<TNumber> dv) =>
                            ReverseBlendGap(u, v, w[0], ref du, ref dv)
                    )
            ),
            ["JoinInputs"] = ("pp", (b, x) => [b.JoinInputs(x[0], x[1])], ReverseJoined),
            ["BlendRange"] = Ranges("ggrr", (b, z, o, u, v) => b.BlendRange(z, o, u, v), isOpen: false),
            ["OpenBlendRange"] = Ranges("rrrr", (b, z, o, u, v) => b.OpenBlendRange(z, o, u, v), isOpen: true),
            ["BlendMixture"] = Mixtures("ggpp", (b, z, o, u, v) => b.BlendMixture(z, o, u, v), isOpen: false),
            ["OpenBlendMixture"] = Mixtures("rrpp", (b, z, o, u, v) => b.OpenBlendMixture(z, o, u, v), isOpen: true),
            ["TiedProduct"] = (
                "gppgpp",
                (b, x) => [b.TiedProduct(TieOf(x, 0), x[2], x[3], TieOf(x, 4, isOdd: true), x[6], x[7])],
                (b, x, w) =>
                {
                    (Tie<TNumber> u, Tie<TNumber> v, TNumber[] d) = (default, default, new TNumber[8]);
                    b.ReverseTiedProduct(
                        TieOf(x, 0),
                        x[2],
                        x[3],
                        TieOf(x, 4, isOdd: true),
                        x[6],
                        x[7],
                        w[0],
                        ref u,
                        ref d[2],
                        ref d[3],
                        ref v,
                        ref d[6],
                        ref d[7]
                    );
                    return [.. OfGate(u.Size, u.Rest), d[2], d[3], .. OfGate(v.Size, v.Rest), d[6], d[7]];
                }
            ),
            ["TiedProduct of one gate"] = (
                "gpppp",
                (b, x) => [b.TiedProduct(TieOf(x, 0), x[2], x[3], x[4], x[5])],
                (b, x, w) =>
                {
                    (Tie<TNumber> u, TNumber[] d) = (default, new TNumber[6]);
                    b.ReverseTiedProduct(TieOf(x, 0), x[2], x[3], x[4], x[5], w[0], ref u, ref d[2], ref d[3], ref d[4], ref d[5]);
                    return [.. OfGate(u.Size, u.Rest), .. d[2..]];
                }
            ),
            ["TiedBlend"] = (
                "pppppg",
                (b, x) => [b.TiedBlend(x[0], x[1], x[2], x[3], x[4], R(x, 5), Rest(x, 5))],
                (b, x, w) =>
                {
                    (Range<TNumber> above, Range<TNumber> below, TNumber[] d) = (default, default, new TNumber[5]);
                    b.ReverseTiedBlend(
                        x[0],
                        x[1],
                        x[2],
                        x[3],
                        x[4],
                        R(x, 5),
                        Rest(x, 5),
                        w[0],
                        ref d[0],
                        ref d[1],
                        ref d[2],
                        ref d[3],
                        ref d[4],
                        ref above,
                        ref below
                    );
                    return [.. d, .. OfGate(above, below)];
                }
            ),
            ["GatedDeviation"] = (
                "ppppp",
                (_, x) => [GatedDeviation(x[0], x[1], x[2], x[3], x[4])],
                (_, x, w) =>
                {
                    TNumber[] d = new TNumber[5];
                    ReverseGatedDeviation(x[0], x[1], x[2], x[3], x[4], w[0], ref d[0], ref d[1], ref d[2], ref d[3], ref d[4]);
                    return d;
                }
            ),
        };

    private delegate void OfTwo(Range<TNumber> u, Range<TNumber> v, ref Range<TNumber> du, ref Range<TNumber> dv);

    /// <inheritdoc/>
    public override void Prepare() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Forward(int step) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Reverse(int step) => throw new NotSupportedException();

    private static (string, Values, Adjoints) Ranges(
        string arguments,
        Func<RuleTable<TNumber>, Range<TNumber>, Range<TNumber>, Range<TNumber>, Range<TNumber>, Range<TNumber>> rule,
        bool isOpen
    )
    {
        return (arguments, Value, Reverse);

        TNumber[] Value(RuleTable<TNumber> b, TNumber[] x) => Flat(rule(b, R(x, 0), R(x, 2), R(x, 4), R(x, 6)));

        TNumber[] Reverse(RuleTable<TNumber> b, TNumber[] x, TNumber[] w)
        {
            (Range<TNumber> z, Range<TNumber> o, Range<TNumber> u, Range<TNumber> v) = (default, default, default, default);
            if (isOpen)
            {
                b.ReverseOpenBlendRange(R(x, 0), R(x, 2), R(x, 4), R(x, 6), R(w, 0), ref z, ref o, ref u, ref v);
            }
            else
            {
                b.ReverseBlendRange(R(x, 0), R(x, 2), R(x, 4), R(x, 6), R(w, 0), ref z, ref o, ref u, ref v);
            }

            return [.. Flat(z), .. Flat(o), .. Flat(u), .. Flat(v)];
        }
    }

    private static (string, Values, Adjoints) Mixtures(
        string arguments,
        Func<RuleTable<TNumber>, Range<TNumber>, Range<TNumber>, TNumber, TNumber, TNumber> rule,
        bool isOpen
    )
    {
        return (arguments, Value, Reverse);

        TNumber[] Value(RuleTable<TNumber> b, TNumber[] x) => [rule(b, R(x, 0), R(x, 2), x[4], x[5])];

        TNumber[] Reverse(RuleTable<TNumber> b, TNumber[] x, TNumber[] w)
        {
            (Range<TNumber> z, Range<TNumber> o, TNumber u, TNumber v) = (default, default, 0, 0);
            if (isOpen)
            {
                b.ReverseOpenBlendMixture(R(x, 0), R(x, 2), x[4], x[5], w[0], ref z, ref o, ref u, ref v);
            }
            else
            {
                b.ReverseBlendMixture(R(x, 0), R(x, 2), x[4], x[5], w[0], ref z, ref o, ref u, ref v);
            }

            return [.. Flat(z), .. Flat(o), u, v];
        }
    }

    private static TNumber[] Two(TNumber[] x, OfTwo reverse)
    {
        (Range<TNumber> u, Range<TNumber> v) = (default, default);
        reverse(R(x, 0), R(x, 2), ref u, ref v);
        return [.. Flat(u), .. Flat(v)];
    }

    private static Range<TNumber> R(TNumber[] x, int at) => new(x[at], x[at + 1]);

    /// <summary>What a gate is away from 1.</summary>
    private static Range<TNumber> Rest(TNumber[] x, int at) => new(1 - x[at + 1], 1 - x[at]);

    private static Tie<TNumber> TieOf(TNumber[] x, int at, bool isOdd = false) =>
        new()
        {
            Size = R(x, at),
            Rest = Rest(x, at),
            IsOdd = isOdd,
        };

    private static Tie<TNumber> Unpacked(TNumber[] x) => new() { Size = R(x, 0), Rest = R(x, 2) };

    /// <summary>Adjoints of the ends of a gate from those of the gate and of what it is away from 1.</summary>
    private static TNumber[] OfGate(Range<TNumber> size, Range<TNumber> rest) => [size.Lo - rest.Hi, size.Hi - rest.Lo];

    private static TNumber[] Flat(Range<TNumber> range) => [range.Lo, range.Hi];

    private static TNumber[] Flat(Tie<TNumber> tie) => [tie.Size.Lo, tie.Size.Hi, tie.Rest.Lo, tie.Rest.Hi];

    /// <summary>The results of a function, from its arguments.</summary>
    internal delegate TNumber[] Values(RuleTable<TNumber> bound, TNumber[] arguments);

    /// <summary>The adjoints of the arguments, from those of the results.</summary>
    internal delegate TNumber[] Adjoints(RuleTable<TNumber> bound, TNumber[] arguments, TNumber[] results);
}
