<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Acknowledge the alert…</source>
        <translation>Warnung zur Kenntnis nehmen…</translation>
    </message>
    <message>
        <source>Adapt to this laboratory…</source>
        <translation>An dieses Labor anpassen…</translation>
    </message>
    <message>
        <source>Add cell</source>
        <translation>Zelle hinzufügen</translation>
    </message>
    <message>
        <source>Add to a reference set…</source>
        <translation>In Referenzsammlung aufnehmen…</translation>
    </message>
    <message>
        <source>Adjust picture…</source>
        <translation>Bild anpassen…</translation>
    </message>
    <message>
        <source>Agree with every cell of the class that is not reviewed yet; asks where any of them needs you</source>
        <translation>Alle noch nicht geprüften Zellen der Klasse bestätigen; fragt nach, wenn eine davon Ihre Prüfung braucht</translation>
    </message>
    <message>
        <source>Agree with the shown class, and go on to the next cell that needs you</source>
        <translation>Der angezeigten Klasse zustimmen und zur nächsten Zelle gehen, die Ihre Prüfung braucht</translation>
    </message>
    <message>
        <source>Agreement…</source>
        <translation>Übereinstimmung…</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Analyse every image again; your labels stay</source>
        <translation>Jedes Bild erneut analysieren; Ihre Zuordnungen bleiben erhalten</translation>
    </message>
    <message>
        <source>Brightness, contrast, gamma and white balance on screen; files and calls stay as they are</source>
        <translation>Helligkeit, Kontrast, Gamma und Weißabgleich auf dem Bildschirm; Dateien und KI-Zuordnungen bleiben unverändert</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Case details…</source>
        <translation>Falldaten…</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>Change between light and dark</source>
        <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>Tasten ändern…</translation>
    </message>
    <message>
        <source>Choose pipeline…</source>
        <translation>Pipeline wählen…</translation>
    </message>
    <message>
        <source>Choose the key of any action and class</source>
        <translation>Die Taste jeder Aktion und Klasse wählen</translation>
    </message>
    <message>
        <source>Choose weights…</source>
        <translation>Gewichte wählen…</translation>
    </message>
    <message>
        <source>Choose which pipeline analyses</source>
        <translation>Wählen, welche Pipeline analysiert</translation>
    </message>
    <message>
        <source>Choose which weights call cells, or go back</source>
        <translation>Wählen, mit welchen Gewichten Zellen zugeordnet werden, oder zu früheren zurückkehren</translation>
    </message>
    <message>
        <source>Class colours: colour-blind safe, letters on boxes</source>
        <translation>Klassenfarben: für Farbfehlsichtige, mit Buchstaben an den Rahmen</translation>
    </message>
    <message>
        <source>Class colours: colour-blind safe, letters on boxes: holds at once</source>
        <translation>Klassenfarben: für Farbfehlsichtige, mit Buchstaben an den Rahmen: gilt sofort</translation>
    </message>
    <message>
        <source>Class colours: one a class</source>
        <translation>Klassenfarben: eine je Klasse</translation>
    </message>
    <message>
        <source>Class colours: one a class: holds at once</source>
        <translation>Klassenfarben: eine je Klasse: gilt sofort</translation>
    </message>
    <message>
        <source>Clear the reader&apos;s label</source>
        <translation>Zuordnung des Befunders entfernen</translation>
    </message>
    <message>
        <source>Close LeukView</source>
        <translation>LeukView schließen</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa, and what was called differently</source>
        <translation>Cohens Kappa und was unterschiedlich zugeordnet wurde</translation>
    </message>
    <message>
        <source>Compare both readers&apos; labels</source>
        <translation>Die Zuordnungen beider Befunder vergleichen</translation>
    </message>
    <message>
        <source>Compare side by side</source>
        <translation>Nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Compare with a reference cell</source>
        <translation>Mit einer Referenzzelle vergleichen</translation>
    </message>
    <message>
        <source>Confidence on tiles</source>
        <translation>Konfidenz auf den Kacheln</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Confirm the rest of this class</source>
        <translation>Rest dieser Klasse bestätigen</translation>
    </message>
    <message>
        <source>Contours</source>
        <translation>Konturen</translation>
    </message>
    <message>
        <source>Copy the chosen cells that a person has labelled into a reference set</source>
        <translation>Die ausgewählten, von einer Person zugeordneten Zellen in eine Referenzsammlung kopieren</translation>
    </message>
    <message>
        <source>Correct the outline of a cell with clicks or a box</source>
        <translation>Den Umriss einer Zelle mit Klicks oder einem Rahmen korrigieren</translation>
    </message>
    <message>
        <source>Count cells that were set aside as uncountable or crushed, as the AI calls them</source>
        <translation>Zellen zählen, die als nicht zählbar oder gequetscht zurückgestellt wurden, so wie die KI sie zuordnet</translation>
    </message>
    <message>
        <source>Count it</source>
        <translation>Mitzählen</translation>
    </message>
    <message>
        <source>Count what lies in a rectangle that you draw</source>
        <translation>Zählen, was in einem gezeichneten Rechteck liegt</translation>
    </message>
    <message>
        <source>Count what lies within an outline that you draw</source>
        <translation>Zählen, was in einem gezeichneten Umriss liegt</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Dark, high contrast</source>
        <translation>Dunkel, hoher Kontrast</translation>
    </message>
    <message>
        <source>Dark, high contrast: holds at once</source>
        <translation>Dunkel, hoher Kontrast: gilt sofort</translation>
    </message>
    <message>
        <source>Dark: holds at once</source>
        <translation>Dunkel: gilt sofort</translation>
    </message>
    <message>
        <source>Delete cell</source>
        <translation>Zelle löschen</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Deutsch: holds when LeukView starts again, for what the window shows; reports, tables and the audit trail stay English</source>
        <translation>Deutsch: gilt nach dem nächsten Start von LeukView für das, was das Fenster zeigt; Berichte, Tabellen und Audit-Trail bleiben englisch</translation>
    </message>
    <message>
        <source>Draw boxes around cells that were not found, until Esc</source>
        <translation>Rahmen um nicht gefundene Zellen zeichnen, bis Esc gedrückt wird</translation>
    </message>
    <message>
        <source>Edit mask</source>
        <translation>Maske bearbeiten</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>English: holds when LeukView starts again, for what the window shows; reports, tables and the audit trail stay English</source>
        <translation>English: gilt nach dem nächsten Start von LeukView für das, was das Fenster zeigt; Berichte, Tabellen und Audit-Trail bleiben englisch</translation>
    </message>
    <message>
        <source>Every case, how far it is, and what was received</source>
        <translation>Alle Fälle, wie weit sie sind und was eingegangen ist</translation>
    </message>
    <message>
        <source>Everything that was done on this case, and the way back to any point of it</source>
        <translation>Alles, was an diesem Fall getan wurde, und der Weg zurück zu jedem Punkt</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Gesichtsfelder</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by id, file, class or note</source>
        <translation>Nach Kennung, Datei, Klasse oder Notiz filtern</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>Befehl suchen…</translation>
    </message>
    <message>
        <source>Finish the second reading</source>
        <translation>Zweitbefundung abschließen</translation>
    </message>
    <message>
        <source>Free region</source>
        <translation>Freier Bereich</translation>
    </message>
    <message>
        <source>Gather the cells that people labelled in your cases</source>
        <translation>Die Zellen sammeln, die Personen in Ihren Fällen zugeordnet haben</translation>
    </message>
    <message>
        <source>Go to the cell after this one in file order</source>
        <translation>Zur nächsten Zelle in Dateireihenfolge gehen</translation>
    </message>
    <message>
        <source>Go to the cell before this one in file order</source>
        <translation>Zur vorigen Zelle in Dateireihenfolge gehen</translation>
    </message>
    <message>
        <source>Go to the class before</source>
        <translation>Zur vorigen Klasse gehen</translation>
    </message>
    <message>
        <source>Go to the next cell that needs you</source>
        <translation>Zur nächsten Zelle gehen, die Ihre Prüfung braucht</translation>
    </message>
    <message>
        <source>Go to the next cell the readers disagree on</source>
        <translation>Zur nächsten Zelle gehen, in der die Befunder nicht übereinstimmen</translation>
    </message>
    <message>
        <source>Go to the next class</source>
        <translation>Zur nächsten Klasse gehen</translation>
    </message>
    <message>
        <source>Grid of this class</source>
        <translation>Raster dieser Klasse</translation>
    </message>
    <message>
        <source>Hand back to the first reader</source>
        <translation>An den Erstbefunder zurückgeben</translation>
    </message>
    <message>
        <source>Hand over to the second reader</source>
        <translation>An den Zweitbefunder übergeben</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>History of this cell</source>
        <translation>Verlauf dieser Zelle</translation>
    </message>
    <message>
        <source>Hold: original picture</source>
        <translation>Halten: Originalbild</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>Tasten…</translation>
    </message>
    <message>
        <source>Label as {name}</source>
        <translation>Als {name} zuordnen</translation>
    </message>
    <message>
        <source>Laboratory, reader and reference ranges</source>
        <translation>Labor, Befunder und Referenzbereiche</translation>
    </message>
    <message>
        <source>Laboratory…</source>
        <translation>Labor…</translation>
    </message>
    <message>
        <source>Language as the system</source>
        <translation>Sprache wie das System</translation>
    </message>
    <message>
        <source>Language as the system: holds when LeukView starts again, for what the window shows; reports, tables and the audit trail stay English</source>
        <translation>Sprache wie das System: gilt nach dem nächsten Start von LeukView für das, was das Fenster zeigt; Berichte, Tabellen und Audit-Trail bleiben englisch</translation>
    </message>
    <message>
        <source>Learn from your people&apos;s labels</source>
        <translation>Aus den Zuordnungen Ihrer Mitarbeitenden lernen</translation>
    </message>
    <message>
        <source>Let a second reader read, blind to the first</source>
        <translation>Einen Zweitbefunder befunden lassen, ohne Sicht auf den ersten</translation>
    </message>
    <message>
        <source>Let the first reader take the window</source>
        <translation>Den Erstbefunder ans Fenster lassen</translation>
    </message>
    <message>
        <source>Let the second reader take the window</source>
        <translation>Den Zweitbefunder ans Fenster lassen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Light or dark as the system</source>
        <translation>Hell oder dunkel wie das System</translation>
    </message>
    <message>
        <source>Light or dark as the system: holds at once</source>
        <translation>Hell oder dunkel wie das System: gilt sofort</translation>
    </message>
    <message>
        <source>Light, high contrast</source>
        <translation>Hell, hoher Kontrast</translation>
    </message>
    <message>
        <source>Light, high contrast: holds at once</source>
        <translation>Hell, hoher Kontrast: gilt sofort</translation>
    </message>
    <message>
        <source>Light: holds at once</source>
        <translation>Hell: gilt sofort</translation>
    </message>
    <message>
        <source>Look at 2 to 8 chosen cells at one scale</source>
        <translation>2 bis 8 ausgewählte Zellen im gleichen Maßstab ansehen</translation>
    </message>
    <message>
        <source>Make a training set…</source>
        <translation>Trainingssatz erstellen…</translation>
    </message>
    <message>
        <source>Make the chosen cells not reviewed again</source>
        <translation>Die ausgewählten Zellen wieder auf nicht geprüft setzen</translation>
    </message>
    <message>
        <source>Make weights from a recipe and labelled images</source>
        <translation>Gewichte aus einem Rezept und zugeordneten Bildern erzeugen</translation>
    </message>
    <message>
        <source>Merge cells</source>
        <translation>Zellen zusammenführen</translation>
    </message>
    <message>
        <source>Model card…</source>
        <translation>Modellkarte…</translation>
    </message>
    <message>
        <source>Name cells blind, and see how you did</source>
        <translation>Zellen blind benennen und das Ergebnis sehen</translation>
    </message>
    <message>
        <source>Name, patient and slide</source>
        <translation>Name, Patient und Objektträger</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>Nächster Fall</translation>
    </message>
    <message>
        <source>Next cell</source>
        <translation>Nächste Zelle</translation>
    </message>
    <message>
        <source>Next class</source>
        <translation>Nächste Klasse</translation>
    </message>
    <message>
        <source>Next disagreement</source>
        <translation>Nächste Abweichung</translation>
    </message>
    <message>
        <source>Next in file order</source>
        <translation>Nächste in Dateireihenfolge</translation>
    </message>
    <message>
        <source>Next that needs you</source>
        <translation>Nächste zu prüfende</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Notiz…</translation>
    </message>
    <message>
        <source>Open a folder of cell images or smear fields</source>
        <translation>Einen Ordner mit Zellbildern oder Gesichtsfeldern öffnen</translation>
    </message>
    <message>
        <source>Open the case before this one in the list</source>
        <translation>Den vorigen Fall der Liste öffnen</translation>
    </message>
    <message>
        <source>Open the next case of the list</source>
        <translation>Den nächsten Fall der Liste öffnen</translation>
    </message>
    <message>
        <source>Open the sample case</source>
        <translation>Beispielfall öffnen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Pictures as they are</source>
        <translation>Bilder unverändert zeigen</translation>
    </message>
    <message>
        <source>Previous case</source>
        <translation>Voriger Fall</translation>
    </message>
    <message>
        <source>Previous cell</source>
        <translation>Vorige Zelle</translation>
    </message>
    <message>
        <source>Previous class</source>
        <translation>Vorige Klasse</translation>
    </message>
    <message>
        <source>Previous in file order</source>
        <translation>Vorige in Dateireihenfolge</translation>
    </message>
    <message>
        <source>Put one cell in the place of the chosen ones</source>
        <translation>Die ausgewählten Zellen durch eine einzige ersetzen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Quiz…</source>
        <translation>Quiz…</translation>
    </message>
    <message>
        <source>Read about what is on show; works offline</source>
        <translation>Über das Angezeigte nachlesen; ohne Internet, auf Englisch</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Reference cells beside the cell</source>
        <translation>Referenzzellen neben der Zelle</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Render and open a synthetic smear</source>
        <translation>Einen synthetischen Ausstrich erzeugen und öffnen</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Say that you have seen an urgent alert; it stays</source>
        <translation>Sagen, dass Sie eine dringende Warnung gesehen haben; sie bleibt stehen</translation>
    </message>
    <message>
        <source>Second reading…</source>
        <translation>Zweitbefundung…</translation>
    </message>
    <message>
        <source>See all cells of the class at once, the odd ones first</source>
        <translation>Alle Zellen der Klasse auf einmal sehen, die auffälligen zuerst</translation>
    </message>
    <message>
        <source>See pictures as they are while the key is held</source>
        <translation>Bilder unverändert sehen, solange die Taste gehalten wird</translation>
    </message>
    <message>
        <source>See this cell beside reference cells</source>
        <translation>Diese Zelle neben Referenzzellen sehen</translation>
    </message>
    <message>
        <source>See what is missing, and sign the case</source>
        <translation>Sehen, was noch fehlt, und den Fall signieren</translation>
    </message>
    <message>
        <source>See what is where, on the sample case</source>
        <translation>Am Beispielfall sehen, was sich wo befindet</translation>
    </message>
    <message>
        <source>Select all alike</source>
        <translation>Alle ähnlichen auswählen</translation>
    </message>
    <message>
        <source>Select all shown</source>
        <translation>Alle angezeigten auswählen</translation>
    </message>
    <message>
        <source>Select every cell shown</source>
        <translation>Jede angezeigte Zelle auswählen</translation>
    </message>
    <message>
        <source>Select the shown cells of this class that the AI calls alike</source>
        <translation>Die angezeigten Zellen dieser Klasse auswählen, die die KI gleich zuordnet</translation>
    </message>
    <message>
        <source>Sets of cells that people vouch for, by class</source>
        <translation>Sammlungen von Zellen, für die Personen bürgen, nach Klasse</translation>
    </message>
    <message>
        <source>Show every key</source>
        <translation>Alle Tasten zeigen</translation>
    </message>
    <message>
        <source>Show or hide reference cells below the cell under review</source>
        <translation>Referenzzellen unter der geprüften Zelle ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the confidence on each tile</source>
        <translation>Die Konfidenz auf jeder Kachel ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the contours of nucleus and cytoplasm</source>
        <translation>Die Konturen von Kern und Zytoplasma ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide what the network looked at</source>
        <translation>Ein- oder ausblenden, worauf das Netz geachtet hat</translation>
    </message>
    <message>
        <source>Show the cells where they lie, or go back to the gallery</source>
        <translation>Die Zellen dort zeigen, wo sie liegen, oder zur Galerie zurückkehren</translation>
    </message>
    <message>
        <source>Show what lies around the cell in its field, or comes beside it in file order</source>
        <translation>Zeigen, was im Gesichtsfeld um die Zelle liegt oder in Dateireihenfolge neben ihr kommt</translation>
    </message>
    <message>
        <source>Sign…</source>
        <translation>Signieren…</translation>
    </message>
    <message>
        <source>Size 100 %</source>
        <translation>Größe 100 %</translation>
    </message>
    <message>
        <source>Size 100 %: holds when LeukView starts again</source>
        <translation>Größe 100 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 125 %</source>
        <translation>Größe 125 %</translation>
    </message>
    <message>
        <source>Size 125 %: holds when LeukView starts again</source>
        <translation>Größe 125 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 150 %</source>
        <translation>Größe 150 %</translation>
    </message>
    <message>
        <source>Size 150 %: holds when LeukView starts again</source>
        <translation>Größe 150 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 175 %</source>
        <translation>Größe 175 %</translation>
    </message>
    <message>
        <source>Size 175 %: holds when LeukView starts again</source>
        <translation>Größe 175 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 200 %</source>
        <translation>Größe 200 %</translation>
    </message>
    <message>
        <source>Size 200 %: holds when LeukView starts again</source>
        <translation>Größe 200 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size, columns, tiles and panels of the window as they came; no case changes</source>
        <translation>Größe, Spalten, Kacheln und Bereiche des Fensters wie ausgeliefert; kein Fall ändert sich</translation>
    </message>
    <message>
        <source>Stop the analysis; what is done is kept</source>
        <translation>Die Analyse anhalten; was fertig ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>Take every adjustment of the picture off; once more brings it back</source>
        <translation>Jede Anpassung des Bildes aufheben; noch einmal stellt sie wieder her</translation>
    </message>
    <message>
        <source>Take the chosen cells of fields out of the case: kept, in no count, can be brought back</source>
        <translation>Die ausgewählten Zellen der Gesichtsfelder aus dem Fall nehmen: aufbewahrt, in keiner Zählung, wiederherstellbar</translation>
    </message>
    <message>
        <source>Tour of the window</source>
        <translation>Rundgang durch das Fenster</translation>
    </message>
    <message>
        <source>Train a model…</source>
        <translation>Modell trainieren…</translation>
    </message>
    <message>
        <source>Type what you want to do, or the name of a class, page, case or cell</source>
        <translation>Eingeben, was Sie tun möchten, oder den Namen einer Klasse, Seite, Zelle oder eines Falls</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>What the model was trained on, and where it fails</source>
        <translation>Womit das Modell trainiert wurde und wo es versagt</translation>
    </message>
    <message>
        <source>What was done on the cell that you look at</source>
        <translation>Was an der betrachteten Zelle getan wurde</translation>
    </message>
    <message>
        <source>Write a note on this cell</source>
        <translation>Eine Notiz zu dieser Zelle schreiben</translation>
    </message>
    <message>
        <source>Write the report, tables and masks</source>
        <translation>Bericht, Tabellen und Masken schreiben</translation>
    </message>
</context>
<context>
    <name>Appearance</name>
    <message>
        <source>Another language</source>
        <translation>Andere Sprache</translation>
    </message>
    <message>
        <source>Another size</source>
        <translation>Andere Größe</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Everything is drawn at {percent} % when LeukView starts the next time. What you decided is saved.</source>
        <translation>Beim nächsten Start von LeukView wird alles mit {percent} % gezeichnet. Ihre Entscheidungen sind gespeichert.</translation>
    </message>
    <message>
        <source>Everything stays at {percent} %</source>
        <translation>Alles bleibt bei {percent} %</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Start again now</source>
        <translation>Jetzt neu starten</translation>
    </message>
    <message>
        <source>The window speaks another language when LeukView starts the next time: {name}. Reports, tables and the audit trail stay English. What you decided is saved.</source>
        <translation>Beim nächsten Start von LeukView erscheint das Fenster in einer anderen Sprache: {name}. Berichte, Tabellen und Audit-Trail bleiben englisch. Ihre Entscheidungen sind gespeichert.</translation>
    </message>
    <message>
        <source>The window stays in this language: {name}</source>
        <translation>Das Fenster bleibt in dieser Sprache: {name}</translation>
    </message>
</context>
<context>
    <name>ClassName</name>
    <message>
        <source>Abnormal promyelocyte</source>
        <translation>Abnormer Promyelozyt</translation>
    </message>
    <message>
        <source>Artefact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Band neutrophil</source>
        <translation>Stabkerniger</translation>
    </message>
    <message>
        <source>Basophil</source>
        <translation>Basophiler</translation>
    </message>
    <message>
        <source>Blast</source>
        <translation>Blast</translation>
    </message>
    <message>
        <source>Eosinophil</source>
        <translation>Eosinophiler</translation>
    </message>
    <message>
        <source>Erythroblast (NRBC)</source>
        <translation>Erythroblast (NRBC)</translation>
    </message>
    <message>
        <source>Giant platelet</source>
        <translation>Riesenthrombozyt</translation>
    </message>
    <message>
        <source>Hairy cell</source>
        <translation>Haarzelle</translation>
    </message>
    <message>
        <source>Lymphoblast</source>
        <translation>Lymphoblast</translation>
    </message>
    <message>
        <source>Lymphocyte</source>
        <translation>Lymphozyt</translation>
    </message>
    <message>
        <source>Malignant cell</source>
        <translation>Maligne Zelle</translation>
    </message>
    <message>
        <source>Metamyelocyte</source>
        <translation>Metamyelozyt</translation>
    </message>
    <message>
        <source>Monoblast</source>
        <translation>Monoblast</translation>
    </message>
    <message>
        <source>Monocyte</source>
        <translation>Monozyt</translation>
    </message>
    <message>
        <source>Myeloblast</source>
        <translation>Myeloblast</translation>
    </message>
    <message>
        <source>Myelocyte</source>
        <translation>Myelozyt</translation>
    </message>
    <message>
        <source>Neutrophil (band or segmented)</source>
        <translation>Neutrophiler (stab- oder segmentkernig)</translation>
    </message>
    <message>
        <source>Plasma cell</source>
        <translation>Plasmazelle</translation>
    </message>
    <message>
        <source>Platelet</source>
        <translation>Thrombozyt</translation>
    </message>
    <message>
        <source>Platelet clump</source>
        <translation>Thrombozytenaggregat</translation>
    </message>
    <message>
        <source>Promonocyte</source>
        <translation>Promonozyt</translation>
    </message>
    <message>
        <source>Promyelocyte</source>
        <translation>Promyelozyt</translation>
    </message>
    <message>
        <source>Segmented neutrophil</source>
        <translation>Segmentkerniger</translation>
    </message>
    <message>
        <source>Smudge cell</source>
        <translation>Kernschatten</translation>
    </message>
    <message>
        <source>Unidentified</source>
        <translation>Nicht identifiziert</translation>
    </message>
    <message>
        <source>Variant lymphocyte</source>
        <translation>Lymphozyt, variante Form</translation>
    </message>
    <message>
        <source>White cell, type not told apart</source>
        <translation>Leukozyt, Art nicht unterschieden</translation>
    </message>
</context>
<context>
    <name>ClassShort</name>
    <message>
        <source>Abn promyelo</source>
        <translation>Abn. Promyelo</translation>
    </message>
    <message>
        <source>Artefact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Stab</translation>
    </message>
    <message>
        <source>Baso</source>
        <translation>Baso</translation>
    </message>
    <message>
        <source>Blast</source>
        <translation>Blast</translation>
    </message>
    <message>
        <source>Eos</source>
        <translation>Eos</translation>
    </message>
    <message>
        <source>Giant plt</source>
        <translation>Riesenthr.</translation>
    </message>
    <message>
        <source>Hairy</source>
        <translation>Haarz.</translation>
    </message>
    <message>
        <source>Lymph</source>
        <translation>Lympho</translation>
    </message>
    <message>
        <source>Lymphoblast</source>
        <translation>Lymphoblast</translation>
    </message>
    <message>
        <source>Malignant</source>
        <translation>Maligne</translation>
    </message>
    <message>
        <source>Metamyelo</source>
        <translation>Metamyelo</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>Mono</translation>
    </message>
    <message>
        <source>Monoblast</source>
        <translation>Monoblast</translation>
    </message>
    <message>
        <source>Myelo</source>
        <translation>Myelo</translation>
    </message>
    <message>
        <source>Myeloblast</source>
        <translation>Myeloblast</translation>
    </message>
    <message>
        <source>NRBC</source>
        <translation>NRBC</translation>
    </message>
    <message>
        <source>Neut</source>
        <translation>Neutro</translation>
    </message>
    <message>
        <source>Other WBC</source>
        <translation>And. Leuko</translation>
    </message>
    <message>
        <source>Plasma</source>
        <translation>Plasma</translation>
    </message>
    <message>
        <source>Platelet</source>
        <translation>Thrombo</translation>
    </message>
    <message>
        <source>Plt clump</source>
        <translation>Thr.-Aggr.</translation>
    </message>
    <message>
        <source>Promono</source>
        <translation>Promono</translation>
    </message>
    <message>
        <source>Promyelo</source>
        <translation>Promyelo</translation>
    </message>
    <message>
        <source>Seg</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Smudge</source>
        <translation>Kernsch.</translation>
    </message>
    <message>
        <source>Unident</source>
        <translation>Unident.</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
</context>
<context>
    <name>Confirming</name>
    <message>
        <source>All of them need you first: {reasons}. Look at them one by one, or confirm them unseen.</source>
        <translation>Alle davon brauchen zuerst Ihre Prüfung: {reasons}. Sehen Sie sie einzeln an, oder bestätigen Sie sie ungesehen.</translation>
    </message>
    <message>
        <source>Also those that need you; one step, and one undo takes it back</source>
        <translation>Auch jene, die Ihre Prüfung brauchen; ein Schritt, einmal „Rückgängig“ nimmt ihn zurück</translation>
    </message>
    <message>
        <source>Confirm all {n:,}</source>
        <translation>Alle {n:,} bestätigen</translation>
    </message>
    <message>
        <source>Confirm the other one</source>
        <translation>Die andere bestätigen</translation>
    </message>
    <message>
        <source>Confirm the rest of this class</source>
        <translation>Rest dieser Klasse bestätigen</translation>
    </message>
    <message>
        <source>Confirm the {n:,} that do not need you</source>
        <translation>Die {n:,} bestätigen, die Ihre Prüfung nicht brauchen</translation>
    </message>
    <message>
        <source>Every cell of {name} in sight is reviewed.</source>
        <translation>Alle sichtbaren Zellen der Klasse {name} sind geprüft.</translation>
    </message>
    <message>
        <source>It needs you first: {reasons}. Look at them one by one, or confirm them unseen.</source>
        <translation>Sie braucht zuerst Ihre Prüfung: {reasons}. Sehen Sie sie an, oder bestätigen Sie sie ungesehen.</translation>
    </message>
    <message>
        <source>The others stay in ‘Needs you’</source>
        <translation>Die übrigen bleiben unter „Zu prüfen“</translation>
    </message>
    <message>
        <source>{n:,} cell of {name} is not reviewed yet.</source>
        <translation>{n:,} Zelle der Klasse {name} ist noch nicht geprüft.</translation>
    </message>
    <message>
        <source>{n:,} cells of {name} are not reviewed yet.</source>
        <translation>{n:,} Zellen der Klasse {name} sind noch nicht geprüft.</translation>
    </message>
    <message>
        <source>{needing:,} of them need you first: {reasons}. Look at them one by one, or confirm them unseen.</source>
        <translation>{needing:,} davon brauchen zuerst Ihre Prüfung: {reasons}. Sehen Sie sie einzeln an, oder bestätigen Sie sie ungesehen.</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Alt+arrows</source>
        <translation>Alt+Pfeile</translation>
    </message>
    <message>
        <source>Case and program</source>
        <translation>Fall und Programm</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>Tasten ändern…</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Choose a range</source>
        <translation>Einen Bereich auswählen</translation>
    </message>
    <message>
        <source>Choose the key of any action and class (Ctrl+K)</source>
        <translation>Die Taste jeder Aktion und Klasse wählen (Ctrl+K)</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Ctrl++ −</source>
        <translation>Strg++ −</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Strg+Klick</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Mausrad</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>Every key</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>Give them another class</source>
        <translation>Anders zuordnen</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Gehen</translation>
    </message>
    <message>
        <source>Hands</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Label as</source>
        <translation>Zuordnen als</translation>
    </message>
    <message>
        <source>Label as {name}</source>
        <translation>Als {name} zuordnen</translation>
    </message>
    <message>
        <source>Larger or smaller tiles</source>
        <translation>Größere oder kleinere Kacheln</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>One more, or one less</source>
        <translation>Eine mehr oder weniger</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Rubber band</source>
        <translation>Auswahlrahmen</translation>
    </message>
    <message>
        <source>See</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Umschalt+Klick</translation>
    </message>
    <message>
        <source>Some of your keys cannot be, and the shipped ones hold. {words}</source>
        <translation>Einige Ihrer Tasten sind nicht möglich; es gelten die mitgelieferten. {words}</translation>
    </message>
    <message>
        <source>Walk; with Shift, choose</source>
        <translation>Gehen; mit Umschalt auswählen</translation>
    </message>
    <message>
        <source>Zoom the picture</source>
        <translation>Bild vergrößern</translation>
    </message>
    <message>
        <source>arrows</source>
        <translation>Pfeile</translation>
    </message>
    <message>
        <source>drag beside</source>
        <translation>daneben ziehen</translation>
    </message>
    <message>
        <source>drag cells</source>
        <translation>Zellen ziehen</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Mausrad</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>this is no key</source>
        <translation>das ist keine Taste</translation>
    </message>
    <message>
        <source>this is no single key</source>
        <translation>das ist keine einzelne Taste</translation>
    </message>
    <message>
        <source>{key} is taken by ‘{item}’</source>
        <translation>{key} ist vergeben an „{item}“</translation>
    </message>
    <message>
        <source>{key} moves about, edits text or sizes the picture</source>
        <translation>{key} dient der Bewegung, dem Textbearbeiten oder der Bildgröße</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>A case found again</source>
        <translation>Ein Fall wurde wiedergefunden</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>Einen Bilderordner öffnen</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>{n:,} alike selected</source>
        <translation>{n:,} ähnliche ausgewählt</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Analyse</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Combine slides…</source>
        <translation>Objektträger zusammenfassen…</translation>
    </message>
    <message>
        <source>Confirm the rest of {name}…</source>
        <translation>Rest von {name} bestätigen…</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Details…</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>Ausklappen</translation>
    </message>
    <message>
        <source>Grid of {name}</source>
        <translation>Raster von {name}</translation>
    </message>
    <message>
        <source>Label as</source>
        <translation>Zuordnen als</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Put back on the list</source>
        <translation>Wieder auf die Liste setzen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
    <message>
        <source>Select all {n:,} of {name}</source>
        <translation>Alle {n:,} auswählen: {name}</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>,</source>
        <translation>&#x202f;</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>A few letters are enough: beginnings of words, in any order. Arrows choose, Enter does it</source>
        <translation>Wenige Buchstaben genügen: Wortanfänge in beliebiger Reihenfolge. Pfeile wählen, Enter führt aus</translation>
    </message>
    <message>
        <source>AI: {called}</source>
        <translation>KI: {called}</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Alle Zellen</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>Cases: {label}</source>
        <translation>Fälle: {label}</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Gallery: {words}</source>
        <translation>Galerie: {words}</translation>
    </message>
    <message>
        <source>Grid of {name}</source>
        <translation>Raster von {name}</translation>
    </message>
    <message>
        <source>Label as {name}</source>
        <translation>Als {name} zuordnen</translation>
    </message>
    <message>
        <source>List of cases</source>
        <translation>Fallliste</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>No cell is chosen</source>
        <translation>Keine Zelle ist ausgewählt</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>Nicht gezählt</translation>
    </message>
    <message>
        <source>Nothing is called so. Try fewer letters, or another word.</source>
        <translation>Nichts heißt so. Versuchen Sie weniger Buchstaben oder ein anderes Wort.</translation>
    </message>
    <message>
        <source>Only while the list of cases is on show</source>
        <translation>Nur während die Fallliste gezeigt wird</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>{name} öffnen</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Page · {n:,} cell</source>
        <translation>Seite · {n:,} Zelle</translation>
    </message>
    <message>
        <source>Page · {n:,} cells</source>
        <translation>Seite · {n:,} Zellen</translation>
    </message>
    <message>
        <source>Right click on a cell</source>
        <translation>Rechtsklick auf eine Zelle</translation>
    </message>
    <message>
        <source>Top bar</source>
        <translation>Obere Leiste</translation>
    </message>
    <message>
        <source>Type what you want to do: a command, a class, a page, a case or a cell</source>
        <translation>Eingeben, was Sie tun möchten: Befehl, Klasse, Seite, Fall oder Zelle</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>Was möglich ist</translation>
    </message>
    <message>
        <source>cell {current}</source>
        <translation>Zelle {current}</translation>
    </message>
    <message>
        <source>not now: {why_not}</source>
        <translation>nicht jetzt: {why_not}</translation>
    </message>
    <message>
        <source>reader: {given}</source>
        <translation>Befunder: {given}</translation>
    </message>
    <message>
        <source>{chosen:,} chosen cells</source>
        <translation>{chosen:,} ausgewählte Zellen</translation>
    </message>
    <message>
        <source>↑ ↓ choose · Enter does it · Esc closes</source>
        <translation>↑ ↓ wählen · Enter führt aus · Esc schließt</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source> · {chosen:,} selected</source>
        <translation> · {chosen:,} ausgewählt</translation>
    </message>
    <message>
        <source> · {far:,} out of domain</source>
        <translation> · {far:,} außerhalb des Trainingsbereichs</translation>
    </message>
    <message>
        <source>Analysing {done:,} of {total:,}</source>
        <translation>Analysiere {done:,} von {total:,}</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>This smear is unlike the training images</source>
        <translation>Dieser Ausstrich ist den Trainingsbildern unähnlich</translation>
    </message>
    <message>
        <source>patient {patient}</source>
        <translation>Patient {patient}</translation>
    </message>
    <message>
        <source>slide {slide}</source>
        <translation>Objektträger {slide}</translation>
    </message>
    <message>
        <source>{total:,} cells · {reviewed:,} reviewed</source>
        <translation>{total:,} Zellen · {reviewed:,} geprüft</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>add</source>
        <translation>hinzufügen</translation>
    </message>
    <message>
        <source>confirm</source>
        <translation>bestätigen</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>merge</source>
        <translation>zusammenführen</translation>
    </message>
    <message>
        <source>next</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>next doubtful</source>
        <translation>nächste fragliche</translation>
    </message>
    <message>
        <source>region</source>
        <translation>Bereich</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Rendered by LeukView; no patient&apos;s cells</source>
        <translation>Von LeukView erzeugt; keine Zellen eines Patienten</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>Synthetic</source>
        <translation>Synthetisch</translation>
    </message>
</context>
<context>
    <name>WhyNot</name>
    <message>
        <source>A second reading was begun already, or there is no cell to read</source>
        <translation>Eine Zweitbefundung wurde bereits begonnen, oder es gibt keine Zelle zu befunden</translation>
    </message>
    <message>
        <source>Both readers must be done first</source>
        <translation>Zuerst müssen beide Befunder fertig sein</translation>
    </message>
    <message>
        <source>No case is open</source>
        <translation>Kein Fall ist geöffnet</translation>
    </message>
    <message>
        <source>No second reader is reading</source>
        <translation>Es befundet kein Zweitbefunder</translation>
    </message>
    <message>
        <source>No second reading is under way, or that reader is at the window already</source>
        <translation>Keine Zweitbefundung ist im Gange, oder der Zweitbefunder ist bereits am Fenster</translation>
    </message>
    <message>
        <source>Not possible at the moment</source>
        <translation>Im Augenblick nicht möglich</translation>
    </message>
    <message>
        <source>Not while the list of cases is on show</source>
        <translation>Nicht während die Fallliste gezeigt wird</translation>
    </message>
    <message>
        <source>Nothing is being analysed</source>
        <translation>Es wird nichts analysiert</translation>
    </message>
    <message>
        <source>Outlines cannot be edited here</source>
        <translation>Umrisse können hier nicht bearbeitet werden</translation>
    </message>
    <message>
        <source>There is nothing to do again</source>
        <translation>Es gibt nichts zu wiederholen</translation>
    </message>
    <message>
        <source>There is nothing to undo</source>
        <translation>Es gibt nichts rückgängig zu machen</translation>
    </message>
</context>
</TS>
