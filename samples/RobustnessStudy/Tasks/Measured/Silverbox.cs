namespace RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

/// <summary>Silverbox, an electronic oscillator with a cubic spring: voltage to voltage (Wigren and Schoukens 2013). The arrow, the first
/// 40,000 samples, tests; realisations of the multisine after it train and validate.</summary>
public static class Silverbox
{
    public const string File = "SNLS80mV.csv";
    private const int Arrow = 40_000;
    private const int Gap = 1_000; // the arrow's end and a pause
    private const int Train = 12_000;
    private const int Validation = 2_000;

    public static StudyTask Read(DataFolder folder)
    {
        ColumnFile file = folder.Read(File);
        var all = new RawSeries([file.Column("V1")], [file.Column("V2")]);
        int start = Arrow + Gap;
        return StudyTask.Of(
            "silverbox",
            "silverbox, measured",
            "V",
            (all.Slice(start, Train), all.Slice(start + Train, Validation), all.Slice(0, Arrow)),
            window: 96,
            washOut: 32
        );
    }
}
