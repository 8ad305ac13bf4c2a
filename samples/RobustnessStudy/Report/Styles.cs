using System;
using RegularizerGen.Samples.RobustnessStudy.Ways;
using ScottPlot;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>The same look for a way in all pictures: grey to brown for the usual ways, colours for ours.</summary>
public static class Styles
{
    private static readonly Color[] Usual = [Colors.Black, Colors.SaddleBrown, Colors.OrangeRed, Colors.Orange, Colors.Gray];
    private static readonly Color[] Ours =
    [
        Colors.RoyalBlue,
        Colors.DeepSkyBlue,
        Colors.MediumPurple,
        Colors.Magenta,
        Colors.Green,
        Colors.LimeGreen,
        Colors.Teal,
    ];

    /// <summary>Colour and marker.</summary>
    public static (Color Color, MarkerShape Shape) Of(Way way)
    {
        ArgumentNullException.ThrowIfNull(way);
        int number = 0;
        foreach (Way other in WayCatalog.All)
        {
            if (other == way)
            {
                break;
            }

            number += other.Origin == way.Origin ? 1 : 0;
        }

        return way.Origin switch
        {
            WayOrigin.Usual => (Usual[number % Usual.Length], MarkerShape.FilledSquare),
            WayOrigin.Ours => (Ours[number % Ours.Length], MarkerShape.FilledCircle),
            _ => (Ours[number % Ours.Length], MarkerShape.OpenTriangleUp),
        };
    }
}
