using RegularizerGen.Numbers;
using RegularizerGen.Sets.Slopes;

namespace RegularizerGen.Sets.Nodes;

/// <summary>The product u∘v (McCormick 1976).</summary>
/// <param name="number">Number of the signal.</param>
/// <param name="width">Its width.</param>
/// <param name="u">The first factor.</param>
/// <param name="v">The second factor.</param>
/// <param name="bias">1 where only the first is a gate, -1 where only the second is, else 0.</param>
internal sealed class ProductSet(int number, int width, int u, int v, int bias) : LocalNode(number, width, u, v)
{
    public override void Enclose(SetRanges ranges, int step)
    {
        for (int unit = 0; unit < Width; unit++)
        {
            Enclosure product = ranges[u, step, unit] * ranges[v, step, unit];
            ranges.Intersect(Number, step, unit, u == v ? 0 : product.Lower, product.Upper);
        }
    }

    public override Enclosure Slope(SetRanges ranges, int step, int argument, int unit) => ranges[argument == 0 ? v : u, step, unit];

    public override SlopeFactor Factor(int argument) => u == v ? default : new(SlopeKind.Value, argument == 0 ? v : u);

    protected override void Relax(SetRanges ranges, int step, LinearBounds own)
    {
        for (int unit = 0; unit < Width; unit++)
        {
            if (u == v)
            {
                Relaxations.ProductPlanes.Square(ranges[u, step, unit], own, unit);
            }
            else
            {
                Relaxations.ProductPlanes.Find(ranges[u, step, unit], ranges[v, step, unit], 0.5 - (0.2 * bias), own, 0, 1, unit);
            }
        }
    }

    public override void WriteEnds(SetRanges ranges, int step, FreeSlopes free, int unit)
    {
        if (u == v)
        {
            Relaxations.ProductPlanes.SquareEnds(ranges[u, step, unit], free, unit);
        }
        else
        {
            Relaxations.ProductPlanes.Ends(ranges[u, step, unit], ranges[v, step, unit], free, 0, 1, unit);
        }
    }

    protected override void WriteOffsets(SetRanges ranges, int step, LinearBounds own, int unit)
    {
        if (u == v)
        {
            Relaxations.ProductPlanes.SquareOffsets(ranges[u, step, unit], own, unit);
        }
        else
        {
            Relaxations.ProductPlanes.Offsets(ranges[u, step, unit], ranges[v, step, unit], own, 0, 1, unit);
        }
    }
}
