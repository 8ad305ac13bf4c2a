using System;
using System.Linq;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

/// <summary>ETTh1, hourly oil temperature and six loads of a transformer (Zhou et al. 2021): the temperature some hours ahead from all
/// seven until now. 12, 4 and 4 months of 30 days train, validate and test.</summary>
public static class Ett
{
    public const string File = "ETTh1.csv";
    private const int Month = 30 * 24;
    private static readonly string[] Columns = ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"];

    public static StudyTask Read(DataFolder folder, int ahead)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ColumnFile file = folder.Read(File);
        double[][] columns = [.. Columns.Select(file.Column)];
        int samples = columns[0].Length - ahead;
        var all = new RawSeries([.. columns.Select(c => c[..samples])], [columns[^1][ahead..]]);
        return StudyTask.Of(
            $"ett-{ahead}",
            $"ETTh1, {ahead} h ahead, measured",
            "°C",
            (
                all.Slice(0, 12 * Month),
                all.Slice(12 * Month, 4 * Month),
                all.Slice(16 * Month, Math.Min(4 * Month, samples - (16 * Month)))
            ),
            window: 72,
            washOut: 24
        );
    }
}
